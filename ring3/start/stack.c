/* SPDX-License-Identifier: BSD-2-Clause */
/* The stack: where it lies, how far it grows, and that it meets nothing. */
#include <asm/siginfo.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include "ring3/lib/caught.h"
#include "ring3/lib/cross.h"
#include "ring3/lib/sys.h"
#include "ring3/lib/task_size.h"
#include "start.h"
#include "trapnr.h"

#define STACK_SIZE (8ul << 20)
#define GAP (1ul << 20) /* above it: nothing of the program's */

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

#define GUARD_GAP (256 * PAGE_SIZE)

/*
 * Of what lies below, the stack must stay GUARD_GAP away: a function with large
 * variables that skips a guard page must not write there.
 */
static bool keeps_away(u64 below)
{
	u64 page = sys_mmap(below, PAGE_SIZE, PROT_READ,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED);
	u64 lowest = below + PAGE_SIZE + GUARD_GAP;
	bool kept = page == below && unmapped(lowest - 1) && mapped(lowest) &&
		    unmapped(lowest - 1);

	return kept && !sys_munmap(below, PAGE_SIZE);
}

/* RLIMIT_STACK is as far as it grows. */
static bool limit_is(u64 soft)
{
	struct rlimit64 limit = { 0, 0 };

	return !call_syscall(__NR_prlimit64, 0, RLIMIT_STACK, 0, (u64)&limit,
			     0, 0) && limit.rlim_cur == soft &&
	       limit.rlim_max == RLIM64_INFINITY;
}

void check_stack(void)
{
	u64 top = task_size() - GAP;

	ktap_row(start_sp < top && start_sp >= top - STACK_SIZE / 4 &&
		 mapped(top - 1) && unmapped(top) &&
		 unmapped(task_size() - PAGE_SIZE - 1),
		 "stack: it ends 1 MiB below the end of ring 3's addresses");
	ktap_row(keeps_away(top - STACK_SIZE / 2),
		 "stack: it grows to 1 MiB above what lies below, no further");
	ktap_row(mapped(top - STACK_SIZE) && unmapped(top - STACK_SIZE - 1) &&
		 limit_is(STACK_SIZE),
		 "stack: it grows to 8 MiB, RLIMIT_STACK, and no further");
}
