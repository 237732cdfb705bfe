/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attacks from 32-bit code, which a far jump enters: int n there, the upper
 * halves of registers, which it cannot see, and a null SS after SYSRET.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "segment.h"

#define INTO_VECTOR 4
#define INT80_VECTOR 0x80

/* 32-bit code, which a far jump by m16:32 enters, and from_code32 leaves. */
asm(".pushsection .text.attempt, \"ax\"\n"
    ".code32\n"
    "compat_int4: int $4\n"
    "compat_int4_after: jmp from_code32\n"
    "compat_into: into\n"
    "compat_into_after: jmp from_code32\n"
    "compat_push: push %eax\n"
    "pop %ebx\n"
    "jmp from_code32\n"
    "compat_int80_alone: int $0x80\n"
    "jmp from_code32\n"
    ".code64\n"
    ".popsection");
extern const u8 compat_int4[], compat_int4_after[],
	compat_into[], compat_into_after[], compat_push[],
	compat_int80_alone[];

struct far_pointer compat_target;
ATTEMPT_STUB(compat_jump, "ljmp *compat_target");

void attempt_compat(const u8 *code)
{
	compat_target = (struct far_pointer){ .offset = (u64)code,
					      .selector = SEL_USER_CODE32 };
	attempt(compat_jump);
}

/* The call must return its answer and leave every register as the ABI says. */
static void call_from_compat(enum call_way gate)
{
	struct machine_state expected;

	attempt_load();
	cross_in.word[STATE_AX] = gates[gate].getpid;
	abi_name_return(gate, &cross_in);
	abi_expect(gate, &cross_in, sys_getpid(), &expected);
	attempt(gates[gate].stub);
	abi_allow(gate, &cross_out, &expected);
	judge_that(!caught.count && state_is(&expected), gates[gate].name,
		   cross_out.word[STATE_AX]);
}

/* Vector 4's gate has DPL 3. #OF is a trap: rip is the next instruction. */
static void overflow(const u8 *code, const u8 *after, u64 flags)
{
	struct outcome trap = { .trapno = INTO_VECTOR, .ip = (u64)after };

	attempt_load();
	cross_in.word[STATE_FLAGS] |= flags;
	attempt_compat(code);
	judge("int 4", flags, &trap, NULL);
	judge_that(caught.cs == SEL_USER_CODE32, "cs", caught.cs);
}

void attack_compat_int(void)
{
	struct outcome nothing = no_trap();

	call_from_compat(BY_INT80_32);
	overflow(compat_int4, compat_int4_after, 0);
	overflow(compat_into, compat_into_after, X86_EFLAGS_OF);
	attempt_load();
	attempt_compat(compat_into);
	judge("into without OF", 0, &nothing, NULL);
}

ATTEMPT_STUB(int80_alone, "int $0x80");

/* #NP must have the error code of the gate at IDT[0x80]. */
static void judge_no_gate(const char *what, u64 ip)
{
	struct outcome fault = { .trapno = X86_TRAP_NP,
				 .error_code = INT80_VECTOR << 3 | ERROR_IDT,
				 .ip = ip };
	struct outcome shifted = fault;

	shifted.error_code = INT80_VECTOR << 4 | ERROR_IDT;
	judge(what, ip, &fault, &shifted);
}

void attack_no_int80(void)
{
	if (sys_selftest(SELFTEST_NO_INT80, 1) == -EPERM) {
		row_skip("selftest() is not allowed: boot with selftest=on");
		return;
	}
	attempt_load();
	attempt(int80_alone);
	judge_no_gate("int 0x80", STUB_AT(int80_alone));
	attempt_load();
	attempt_compat(compat_int80_alone);
	judge_no_gate("int 0x80 from 32-bit code", (u64)compat_int80_alone);
	judge_that(caught.cs == SEL_USER_CODE32, "cs", caught.cs);
	sys_selftest(SELFTEST_NO_INT80, 0);
	judge_that(call_int80(gates[BY_INT80].getpid, 0, 0, 0, 0, 0, 0) ==
			   sys_getpid(),
		   "int 0x80, served again", 0);
}

void attack_upper_halves(void)
{
	for (enum call_way gate = WAYS_64; gate < WAYS; gate++)
		if (!gate_lacks(gate))
			call_from_compat(gate);
}

ATTEMPT_STUB(sysret_and_push, "syscall\n"
			      "ljmp *compat_target");

/* HAZARD sysret-ss: returns whether 32-bit code can push after a SYSRET. */
static bool stack_usable(u64 number, u64 argument)
{
	attempt_load();
	cross_in.word[STATE_AX] = number;
	cross_in.word[STATE_DI] = argument;
	compat_target = (struct far_pointer){ .offset = (u64)compat_push,
					      .selector = SEL_USER_CODE32 };
	attempt(sysret_and_push);
	return !caught.count &&
	       cross_out.word[STATE_BX] == cross_out.word[STATE_AX] &&
	       cross_out.word[STATE_SP] == cross_in.word[STATE_SP];
}

void attack_sysret_ss(void)
{
	u64 pid = sys_getpid();

	judge_that(stack_usable(__NR_getpid, 0) &&
			   cross_out.word[STATE_AX] == pid,
		   "a push in 32-bit code, trapno", caught.trapno);
	/* If ring 0's null SS shows, SYSRET does not load all of SS (F-040). */
	if (sys_selftest(SELFTESTS, 0) == -EPERM)
		row_skip("selftest() is not allowed: boot with selftest=on");
	else if (stack_usable(__NR_selftest, SELFTEST_NULL_SS))
		row_skip("survived; the attack cannot occur on this machine, "
			 "because its SYSRET loads all of SS");
	else
		judge_that(caught.ip == (u64)compat_push,
			   "a push with a null SS, rip", caught.ip);
}
