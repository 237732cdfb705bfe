/* SPDX-License-Identifier: BSD-2-Clause */
/* Single step and breakpoints: F-229, F-230. */

#include "check/check.h"

#define NOPS CODE("nop; nop", "\x90\x90")
#define DB_AT(ip) IS(EVENT, X86_TRAP_DB), IS(ERROR, NO_ERROR), IS(IP, ip)
#define DR7_BREAK1 0xc
#define DR6_B1 (1 << 1)

/*
 * Why: a debugger, and a kernel that lets ring 3 use debug registers, tell the
 * cause of a #DB from DR6 alone. One that comes early, late or with a wrong DR6
 * is taken for another; and DR7.GD is how a kernel keeps its own breakpoints.
 *
 * On what: TF, breakpoints 0 and 1 on execution, a watched write and one beside
 * it, MOV to and from a debug register with GD set.
 *
 * Expected: a trap (TF, a watched write) comes after the instruction, a fault
 * (a breakpoint on execution, GD) before it. DR6 gains bits and loses none.
 */
static const struct check checks[] = {
	CHECK("F-229 NOP with TF=1: #DB after it, DR6.BS=1",
	      "SDM 3B, Single-Step Exception Condition", NOPS, RING3, BOTH,
	      ON(FLAGS, X86_EFLAGS_TF), DB_AT(USER_CODE + 1),
	      HAS(FLAGS, X86_EFLAGS_TF), HAS(DR6, DR6_BS),
	      LACKS(DR6, DR6_B0 | DR6_BD)),
	CHECK("F-229.POPF POPFQ that sets TF: #DB after the next instruction",
	      "SDM 3B, Single-Step Exception Condition",
	      CODE("popfq; nop; nop", "\x9d\x90\x90"), RING3, BOTH,
	      GIVE(WORD0, X86_EFLAGS_TF), DB_AT(USER_CODE + 2),
	      HAS(DR6, DR6_BS)),
	CHECK("F-229.B0 a breakpoint on execution: #DB at it, DR6.B0=1",
	      "SDM 3B, Instruction-Breakpoint Exception Condition", NOPS, RING3,
	      BOTH, GIVE(DR0, USER_CODE + 1), ON(DR7, DR7_BREAK0),
	      DB_AT(USER_CODE + 1), HAS(DR6, DR6_B0), LACKS(DR6, DR6_BS)),
	CHECK("F-229.B1 breakpoint 1 on execution: #DB at it, DR6.B1=1",
	      "SDM 3B, Instruction-Breakpoint Exception Condition", NOPS, RING3,
	      BOTH, GIVE(DR1, USER_CODE + 1), ON(DR7, DR7_BREAK1),
	      DB_AT(USER_CODE + 1), HAS(DR6, DR6_B1), LACKS(DR6, DR6_B0)),
	CHECK("F-229.W a watched write: #DB after it, DR6.B0=1",
	      "SDM 3B, Data Memory and I/O Breakpoint Exception Conditions",
	      CODE("mov %eax, (%rdi)", "\x89\x07"), RING3, BOTH,
	      GIVE(DI, USER_SP), GIVE(DR0, USER_SP), ON(DR7, DR7_WATCH0),
	      DB_AT(USER_CODE + 2), HAS(DR6, DR6_B0)),
	CHECK("F-229.NEAR a write beside the watched bytes: no #DB",
	      "SDM 3B, Data Memory and I/O Breakpoint Exception Conditions",
	      CODE("mov %eax, (%rdi)", "\x89\x07"), RING3, BOTH,
	      GIVE(DI, USER_SP + 17), GIVE(DR0, USER_SP), ON(DR7, DR7_WATCH0),
	      IS(EVENT, ARRIVED), LACKS(DR6, DR6_B0)),
	CHECK("F-229.STICKY a breakpoint when DR6.BS is 1: BS stays 1",
	      "SDM 3B, Debug Status Register", NOPS, RING3, BOTH,
	      ON(DR6, DR6_BS), GIVE(DR0, USER_CODE + 1), ON(DR7, DR7_BREAK0),
	      DB_AT(USER_CODE + 1), HAS(DR6, DR6_B0 | DR6_BS)),
	CHECK("F-230 MOV from DR0 with DR7.GD=1: #DB at it, DR6.BD=1, GD 0",
	      "SDM 3B, General-Detect Exception Condition",
	      CODE("mov %db0, %rax", "\x0f\x21\xc0"), RING0, BOTH,
	      ON(DR7, DR7_GD), DB_AT(KERNEL_CODE), HAS(DR6, DR6_BD),
	      LACKS(DR7, DR7_GD), KEEPS(AX)),
	CHECK("F-230.W MOV to DR0 with DR7.GD=1: #DB at it, DR6.BD=1, GD 0",
	      "SDM 3B, General-Detect Exception Condition",
	      CODE("mov %rax, %db0", "\x0f\x23\xc0"), RING0, BOTH,
	      ON(DR7, DR7_GD), DB_AT(KERNEL_CODE), HAS(DR6, DR6_BD),
	      LACKS(DR7, DR7_GD), KEEPS(DR0)),
};

const struct check_table check_debug = { checks, ARRAY_SIZE(checks) };
