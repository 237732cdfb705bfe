/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MOV SS from watched memory, followed by an instruction that enters ring 0:
 * the CPU delays the #DB to ring 0's first instruction, where the GS base is
 * still ring 3's, and after SYSCALL the stack, too. selftest() sets the
 * watchpoint.
 */
#include <asm/errno.h>
#include <asm/signal.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "segment.h"

static u64 watched = SEL_USER_DATA; /* a watchpoint must be aligned */

ATTEMPT_STUB(mov_ss_syscall, "mov %rdi, %rsp; mov (%rbx), %ss; syscall");
ATTEMPT_STUB(mov_ss_sysenter, "mov (%rbx), %ss; sysenter");
ATTEMPT_STUB(mov_ss_int80, "mov %rdi, %rsp; mov (%rbx), %ss; int $0x80");
ATTEMPT_STUB(mov_ss_int3, "mov (%rbx), %ss; int3");
ATTEMPT_STUB(mov_ss_icebp, "mov (%rbx), %ss; .byte 0xf1");

/* Returns how many #DBs came in ring 0. number: getpid's, or 0 for no call. */
static long attack(attempt_stub *stub, u32 number, u64 sp)
{
	bool call = number;

	attempt_load();
	cross_in.word[STATE_AX] = number;
	cross_in.word[STATE_BX] = (u64)&watched;
	cross_in.word[STATE_DI] = sp;
	cross_in.word[STATE_CX] = cross_in.word[STATE_SP];
	cross_in.word[STATE_DX] = (u64)cross_landing;
	sys_selftest(SELFTEST_WATCH, (u64)&watched);
	attempt(stub);
	judge_that(!call || cross_out.word[STATE_AX] == (u64)sys_getpid(),
		   "the answer", cross_out.word[STATE_AX]);
	/* Some CPUs raise #UD on icebp, which another row reports. */
	judge_that(!caught.count || caught.signal == SIGTRAP ||
			   caught.signal == SIGILL,
		   "the signal", caught.trapno);
	return sys_selftest(SELFTEST_WATCH, 0);
}

/* Where the #DB comes in ring 0, rsp may be bad: ring 3 gets no signal. */
void attack_mov_ss(void)
{
	u64 sp = (u64)cross_stack_end - 64;
	long hits;

	if (sys_selftest(SELFTESTS, 0) == -EPERM) {
		row_skip("selftest() is not allowed: boot with selftest=on");
		return;
	}
	hits = attack(mov_ss_syscall, __NR_getpid, sp);
	hits += attack(mov_ss_int80, gates[BY_INT80].getpid, sp);
	if (cpu_identity()->sysenter)
		hits += attack(mov_ss_sysenter, __NR_getpid, sp);
	hits += attack(mov_ss_int3, 0, sp);
	attack(mov_ss_icebp, 0, sp);
	if (!hits) {
		row_skip("survived; the attack cannot occur on this machine, "
			 "because its MOV SS holds no watchpoint back");
		return;
	}
	attack(mov_ss_syscall, __NR_getpid, sp ^ NONCANONICAL);
	attack(mov_ss_int80, gates[BY_INT80].getpid, sp ^ NONCANONICAL);
}
