/* SPDX-License-Identifier: BSD-2-Clause */
/* The stack: where it lies, how large it is, and that nothing adjoins it. */
#include <asm/siginfo.h>
#include "ring3/lib/caught.h"
#include "ring3/lib/cross.h"
#include "ring3/lib/task_size.h"
#include "start.h"
#include "trapnr.h"

#define STACK_SIZE (16 * PAGE_SIZE)

/* A stub of cross() must begin with popfq. */
asm(".pushsection .text.start, \"ax\"\n"
    "read_byte: popfq\n"
    "	movb	(%rax), %bl\n"
    "	jmp	cross_landing\n"
    ".popsection");
void read_byte(void);

/* Returns whether a read works, and does not raise #PF. */
static bool mapped(u64 address)
{
	cross_in.word[STATE_FLAGS] = 2;
	cross_in.word[STATE_SP] = (u64)cross_stack_end;
	cross_in.word[STATE_AX] = address;
	cross_caught(read_byte);
	return !caught.count;
}

static bool unmapped(u64 address)
{
	return !mapped(address) && caught.trapno == X86_TRAP_PF &&
	       caught.address == address && caught.code == SEGV_MAPERR;
}

void check_stack(void)
{
	u64 top = task_size() - PAGE_SIZE;

	ktap_row(start_sp < top && start_sp >= top - PAGE_SIZE &&
		 mapped(top - 1) && unmapped(top),
		 "stack: it begins in the last page but one, above it is none");
	ktap_row(mapped(top - STACK_SIZE) && unmapped(top - STACK_SIZE - 1),
		 "stack: 64 KiB, and an unmapped page below");
}
