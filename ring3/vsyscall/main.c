/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vsyscall crosses by SYSENTER in Linux's convention of 32-bit code, which it
 * gets with the 32-bit vDSO, and compares every register. It also does what a
 * caller could lie about. Boot with vdso32=1.
 */
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include <linux/signal.h>
#include <unistd_32.h>
#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "ring3/lib/vsyscall.h"
#include "layout.h"
#include "lib/string.h"
#include "segment.h"
#include "trapnr.h"

#define NO_SUCH_CALL 999
#define SIXTH 0x66666666u
#define SIGSET_SIZE 8
#define INT_80 0x80cd /* its two bytes, little endian */

int main(void);

static struct crossing seen;
static u64 pid;
static u8 signal_stack[16 * 1024];

static void load(u64 number, u64 flags)
{
	u64 *in = cross_in.word;

	for (unsigned int i = STATE_AX; i <= STATE_DI; i++)
		in[i] = (u32)(0x12345678 * (i + 1));
	for (unsigned int i = STATE_R8; i <= STATE_R15; i++)
		in[i] = 0x123456789abcdef * (i + 1);
	in[STATE_FLAGS] = ALWAYS_FLAGS | flags;
	in[STATE_SP] = (u64)cross_stack_end;
	in[STATE_AX] = number;
	sys_observe(&seen);
}

/* Where the landing pad must be: after the int 0x80 of __kernel_vsyscall. */
static bool is_landing_pad(u64 ip)
{
	u16 before;

	if (ip < VDSO_32 + sizeof(before) || ip >= VDSO_32 + PAGE_SIZE)
		return false;
	memcpy(&before, (const void *)(ip - sizeof(before)), sizeof(before));
	return before == INT_80;
}

/* What ring 0 has recorded: SYSENTER in i386's ABI, back by this return. */
static bool came_by(enum return_path path, enum return_reason reason)
{
	bool ok = same_word("", "gate", GATE_SYSENTER, seen.regs.gate);

	ok &= same_word("", "abi", ABI_I386, seen.regs.abi);
	ok &= same_word("", "return path", path, seen.path);
	ok &= same_word("", "return reason", reason, seen.reason);
	ok &= same_word("", "cs", SEL_USER_CODE32, seen.regs.cs);
	ok &= same_word("", "ip is the landing pad", true,
			is_landing_pad(seen.regs.ip));
	ok &= same_word("", "cx, esp for SYSEXIT", seen.regs.sp, seen.regs.cx);
	ok &= same_word("", "dx, eip for SYSEXIT", seen.regs.ip, seen.regs.dx);
	return ok;
}

static bool crosses(void (*stub)(void), u64 result, unsigned int signals)
{
	struct machine_state expected;
	bool ok;

	vsyscall_expect(&cross_in, result, &expected);
	expected.word[STATE_FLAGS] &= ~X86_EFLAGS_TF;
	cross_caught(stub);
	ok = same_word("", "signals", signals, caught.count);
	for (unsigned int i = STATE_AX; i <= STATE_DI; i++)
		cross_out.word[i] &= i == STATE_AX ? ~0ul : ~0u;
	ok &= same_state(&expected, &cross_out);
	return ok;
}

static bool getpid(void)
{
	load(__NR_ia32_getpid, X86_EFLAGS_CF);
	return crosses(vsyscall, pid, 0) &&
	       came_by(RETURN_SYSEXIT, RETURN_FAST);
}

static bool all_flags(void)
{
	load(__NR_ia32_getpid, USER_FLAGS);
	return crosses(vsyscall, pid, 0) &&
	       came_by(RETURN_SYSEXIT, RETURN_FAST);
}

/* IRET traps after the first instruction at the landing pad, a POP. */
static bool single_step(void)
{
	load(__NR_ia32_getpid, X86_EFLAGS_TF);
	return crosses(vsyscall, pid, 1) &&
	       came_by(RETURN_IRET, RETURN_FLAGS) &&
	       same_word("", "trapno", X86_TRAP_DB, caught.trapno) &&
	       same_word("", "the trap's rip", seen.regs.ip + 1, caught.ip);
}

/* The sixth is the word at ebp, which the stub has pushed: its own ebp. */
static bool six_arguments(void)
{
	const struct pt_regs *regs = &seen.regs;
	u64 *in = cross_in.word;
	bool ok;

	load(NO_SUCH_CALL, 0);
	in[STATE_BP] = SIXTH;
	ok = crosses(vsyscall, -ENOSYS, 0);
	ok &= same_word("pt_regs->", "bx", in[STATE_BX], regs->bx);
	ok &= same_word("pt_regs->", "si", in[STATE_SI], regs->si);
	ok &= same_word("pt_regs->", "di", in[STATE_DI], regs->di);
	ok &= same_word("pt_regs->", "bp", SIXTH, regs->bp);
	return ok;
}

/* cs is saved nowhere, so ring 0 cannot know; and of rbp it takes ebp. */
static bool from_64_bit_code(void)
{
	load(__NR_ia32_getpid, 0);
	return crosses(vsyscall_from_64, pid, 0) &&
	       came_by(RETURN_SYSEXIT, RETURN_FAST);
}

/* The landing pad's POP faults, too, so the signal has a stack of its own. */
static bool sixth_is_missing(u32 ebp)
{
	bool ok;

	load(__NR_ia32_getpid, 0);
	cross_in.word[STATE_BP] = ebp;
	cross_caught(vsyscall_with_ebp);
	ok = came_by(RETURN_IRET, RETURN_EFAULT);
	ok &= same_word("", "eax", (u64)-EFAULT, cross_out.word[STATE_AX]);
	ok &= same_word("", "esp", ebp, (u32)cross_out.word[STATE_SP]);
	ok &= same_word("", "signal", SIGSEGV, caught.signal);
	ok &= same_word("", "its rip", seen.regs.ip, caught.ip);
	return ok;
}

static bool no_sixth_unmapped(void)
{
	return sixth_is_missing(0x10000);
}

/* The last words below 4 GiB, and one that ends above. */
static bool no_sixth_at_end(void)
{
	return sixth_is_missing(0xfffffffc) && sixth_is_missing(0xfffffffe);
}

static bool only_once(void)
{
	return same_word("", "mapped again", (u64)-EEXIST,
			 (u64)vsyscall_map());
}

/* Every call by SYSENTER comes back to the vDSO, so it must stay as it is. */
static bool is_elf(void)
{
	static const u8 magic[] = { 0x7f, 'E', 'L', 'F', 1 };

	return !memcmp((const void *)VDSO_32, magic, sizeof(magic));
}

static const struct {
	const char *name;
	bool (*holds)(void);
	bool sysenter; /* it needs the instruction */
} rows[] = {
	{ "the vDSO is an ELF file for 32-bit code", is_elf, false },
	{ "it is mapped once", only_once, false },
	{ "getpid gives the pid, back by SYSEXIT", getpid, true },
	{ "every flag set comes back set", all_flags, true },
	{ "TF gives one SIGTRAP, back by IRET", single_step, true },
	{ "six arguments arrive in pt_regs", six_arguments, true },
	{ "64-bit code goes to the landing pad, too", from_64_bit_code, true },
	{ "no stack: -EFAULT, back by IRET", no_sixth_unmapped, true },
	{ "a stack at 4 GiB: -EFAULT, back by IRET", no_sixth_at_end, true },
};

/* The handlers of catch_faults() on a stack of their own. */
static void use_signal_stack(void)
{
	stack_t stack = { signal_stack, 0, sizeof(signal_stack) };
	struct sigaction action;

	sys_sigaltstack(&stack, NULL);
	call_syscall(__NR_rt_sigaction, SIGSEGV, 0, (u64)&action, SIGSET_SIZE,
		     0, 0);
	action.sa_flags |= SA_ONSTACK;
	sys_rt_sigaction(SIGSEGV, &action);
}

int main(void)
{
	long size;

	catch_faults();
	use_signal_stack();
	pid = sys_getpid();
	size = vsyscall_map();
	if (size < 0) {
		print("# ARCH_MAP_VDSO_32: %ld: boot with vdso32=1\n", size);
		return 1;
	}
	ktap_plan(ARRAY_SIZE(rows));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *reason = rows[i].sysenter ?
					     gate_lacks(BY_SYSENTER_32) :
					     NULL;

		if (reason)
			ktap_skip(rows[i].name, reason);
		else
			ktap_row(rows[i].holds(), rows[i].name);
	}
	return ktap_end();
}
