/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ring 0 must not do, done on purpose: each ends in a panic, whose report
 * a test reads (tests/panic.t).
 */

#include "selftest/handlers.h"
#include <asm/errno.h>
#include "cpu/features.h"
#include "cpu/percpu.h"
#include "entry/dispatch.h"
#include "entry/idt.h"
#include "mm/user_copy.h"
#include "sys/syscall.h"

#define NONCANONICAL (1ull << 63)

static long read_null(void)
{
	u64 value;

	asm volatile("movq 0, %0" : "=r"(value));
	return value;
}

/*
 * The result is needed after the call, so it is no tail call: each level takes
 * stack, and there are far more levels than the stack has room for.
 */
static long overflow(volatile u64 *above)
{
	volatile u64 here[32];

	here[0] = *above + 1;
	return here[0] == ~0ull ? 0 : overflow(here) + here[0];
}

/* #SS, which finds no room for its frame either: #DF. */
static long bad_stack(void)
{
	asm volatile("movq %0, %%rsp\n"
		     "pushq $0"
		     :
		     : "r"(NONCANONICAL)
		     : "memory");
	__builtin_unreachable();
}

/* #DF comes with ring 3's GS base, too: only its paranoid entry helps. */
static long bad_stack_and_gs(void)
{
	asm volatile("swapgs\n"
		     "movq %0, %%rsp\n"
		     "pushq $0"
		     :
		     : "r"(NONCANONICAL)
		     : "memory");
	__builtin_unreachable();
}

static long write_text(void)
{
	*(volatile u8 *)dispatch_syscall = 0;
	return 0;
}

/* The way that is allowed first: it leaves the page closed again. */
static long write_gate(void)
{
	bare_gate(ENTRY_NONE);
	*(volatile u8 *)&idt.gate[VECTOR_SYSCALL] = 0;
	return 0;
}

static long read_ring3(u64 address)
{
	if (!cpu_features.smap)
		return -ENODEV;
	return *(volatile u8 *)address;
}

static long execute_ring3(u64 address)
{
	if (!cpu_features.smep)
		return -ENODEV;
	((void (*)(void))address)();
	return 0;
}

/* Neither a copy that faults nor one that does not leaves SMAP open. */
static long read_after_copies(u64 address)
{
	u8 byte;

	copy_from_user(&byte, 0, sizeof(byte));
	if (!copy_from_user(&byte, address, sizeof(byte)))
		return -EFAULT;
	return read_ring3(address);
}

/* Nor does a gate's read of one word, when it faults. */
static long read_after_word(u64 address)
{
	const struct pt_regs regs = { .gate = GATE_SYSCALL, .sp = 0 };

	if (ia32_argument6(&regs) != -EFAULT)
		return -EINVAL;
	return read_ring3(address);
}

/* The call trace must not follow it. */
static long bad_frame_pointer(void)
{
	asm volatile("movq %0, %%rbp\n"
		     "ud2"
		     :
		     : "r"(NONCANONICAL));
	__builtin_unreachable();
}

/* From here on this_cpu is ring 3's memory, or none. */
static long wrong_gs(void)
{
	asm volatile("swapgs\n"
		     "ud2");
	__builtin_unreachable();
}

/* The report says whose call it was: it follows current, and faults itself. */
static long panic_again(void)
{
	this_cpu->current = (struct task *)NONCANONICAL;
	return read_null();
}

long break_ring0(u32 what, u64 argument)
{
	u64 depth = 0;

	switch (what) {
	case SELFTEST_NULL:
		return read_null();
	case SELFTEST_UD2:
		asm volatile("ud2");
		return 0;
	case SELFTEST_STACK:
		return overflow(&depth);
	case SELFTEST_BAD_STACK:
		return bad_stack();
	case SELFTEST_BAD_STACK_GS:
		return bad_stack_and_gs();
	case SELFTEST_WRITE_TEXT:
		return write_text();
	case SELFTEST_WRITE_GATE:
		return write_gate();
	case SELFTEST_USER_ACCESS:
		return read_ring3(argument);
	case SELFTEST_USER_EXECUTE:
		return execute_ring3(argument);
	case SELFTEST_COPY_ACCESS:
		return read_after_copies(argument);
	case SELFTEST_WORD_ACCESS:
		return read_after_word(argument);
	case SELFTEST_BAD_FRAME:
		return bad_frame_pointer();
	case SELFTEST_SWAPGS:
		return wrong_gs();
	case SELFTEST_AGAIN:
		return panic_again();
	default:
		return -EINVAL;
	}
}
