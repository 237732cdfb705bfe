/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD espfix (ring0/entry/espfix.c): 32-bit and 16-bit code with a 16-bit
 * stack segment, in which the hazard shows. Each way through ring 0 must give
 * esp back. No manual says what the upper half of rsp is then.
 */
#include <asm/sigcontext.h>
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "segment.h"

/* LDT entries. */
enum { STACK16, CODE32, CODE16 };
#define SEL_STACK16 LDT_SELECTOR(STACK16)

#define TURNS 4000000 /* turns of a loop, which many ticks interrupt */
#define STEP_FLAGS (ALWAYS_FLAGS | X86_EFLAGS_TF)

#define STRING_(x) #x
#define STRING(x) STRING_(x)

struct far_pointer stack16_pointer;

/*
 * LSS loads ss and all of esp; its operand is read by cs, since ds is null.
 * step_16: POPF loads TF, and the trap comes after the next instruction.
 */
asm(".pushsection .text.attempt, \"ax\"\n"
    ".code32\n"
    "int80_16: lss %cs:stack16_pointer, %esp\n"
    "int $0x80\n"
    "jmp from_code32\n"
    "int3_16: lss %cs:stack16_pointer, %esp\n"
    "int3\n"
    "int3_16_after: jmp from_code32\n"
    "step_16: lss %cs:stack16_pointer, %esp\n"
    "push %ebx\n"
    "popf\n"
    "nop\n"
    "step_16_trap: jmp from_code32\n"
    "step_int80_16: lss %cs:stack16_pointer, %esp\n"
    "push %ebp\n"
    "popf\n"
    "int $0x80\n"
    "nop\n"
    "step_int80_16_trap: jmp from_code32\n"
    "spin_16: lss %cs:stack16_pointer, %esp\n"
    "1: cmp %ebx, %esp\n"
    "jne 2f\n"
    "dec %ecx\n"
    "jnz 1b\n"
    "2: jmp from_code32\n"
    ".code16\n"
    "code_16: int $0x80\n"
    "ljmpl $" STRING(SEL_USER_CODE) ", $cross_landing\n"
    ".code64\n"
    ".popsection");
extern const u8 int80_16[], int3_16[], int3_16_after[], step_16[],
	step_16_trap[], step_int80_16[], step_int80_16_trap[], spin_16[],
	code_16[];

/* ss:sp is the flat address esp, so that signals find a stack. */
static bool load_stack16(u32 esp)
{
	struct user_desc stack = ldt_segment(STACK16, esp & ~0xffffu,
					     MODIFY_LDT_CONTENTS_DATA);

	attempt_load();
	stack16_pointer = (struct far_pointer){ .offset = esp,
						.selector = SEL_STACK16 };
	return ldt_set(&stack);
}

static u32 good_esp(void)
{
	return (u64)cross_stack_end - 64;
}

/* The state after a call from 32-bit code with ss:esp, back in 64-bit code. */
static void expect_call(u32 esp, struct machine_state *expected)
{
	abi_expect(BY_INT80, &cross_in, sys_getpid(), expected);
	expected->word[STATE_SP] = esp;
	expected->word[STATE_SS] = SEL_STACK16;
	expected->word[STATE_IP] = 0; /* the landing does not store it */
}

/* rsp[63:32]: Intel's CPUs and Bochs clear it, AMD's and QEMU keep ring 0's. */
static u32 upper_half;

static void judge_state(const char *what, struct machine_state *expected)
{
	u32 esp = expected->word[STATE_SP], is = cross_out.word[STATE_SP];

	upper_half = cross_out.word[STATE_SP] >> 32;
	judge_that(is == esp, "esp", is);
	cross_out.word[STATE_SP] = is;
	judge_that(state_is(expected), what, esp);
}

static void call_with_esp(u32 esp)
{
	struct machine_state expected;

	if (!load_stack16(esp))
		return;
	cross_in.word[STATE_AX] = gates[BY_INT80].getpid;
	expect_call(esp, &expected);
	attempt_compat(int80_16);
	judge_that(!caught.count, "signals", caught.count);
	judge_state("int 0x80", &expected);
}

/* The hazard is in bits 31:16. SP is tried at both ends and in between. */
void stack16_int80(void)
{
	static const u16 sp[] = { 0, 2, 0x7ffc, 0xfffe, 0xffff };

	for (u32 upper = 0; upper <= 0xffff; upper += 0x101)
		for (size_t i = 0; i < ARRAY_SIZE(sp); i++)
			call_with_esp(upper << 16 | sp[i]);
	for (unsigned int bit = 16; bit < 32; bit++)
		call_with_esp(1u << bit);
	print("# rsp[63:32], which no manual defines: 0x%x\n", upper_half);
}

static void sigreturn_to(enum call_way gate, u16 cs, u64 ip, u32 esp,
			 bool calls)
{
	struct machine_state expected;
	struct sigcontext *regs;

	if (!load_stack16(esp))
		return;
	cross_in.word[STATE_AX] = gates[BY_INT80].getpid;
	expect_call(esp, &expected);
	if (!calls)
		expected.word[STATE_AX] = cross_in.word[STATE_AX];
	regs = hostile_frame();
	regs->cs = cs;
	regs->ss = SEL_STACK16;
	regs->rip = ip;
	regs->rsp = esp;
	attempt_frame(gate);
	judge_that(!caught.count, "signals", caught.count);
	judge_state("rt_sigreturn", &expected);
}

static void sigreturn_by(enum call_way gate)
{
	u64 base = (u64)code_16 & ~0xfffful;
	struct user_desc code = ldt_segment(CODE16, base,
					    MODIFY_LDT_CONTENTS_CODE);
	struct user_desc flat = ldt_segment(CODE32, 0,
					    MODIFY_LDT_CONTENTS_CODE);

	flat.limit = 0xfffff;
	flat.limit_in_pages = flat.seg_32bit = 1;
	if (!ldt_set(&code) || !ldt_set(&flat))
		return;
	for (u32 upper = 0; upper <= 0xffff; upper += 0x1111) {
		u32 esp = upper << 16 | 0x5678;

		sigreturn_to(gate, SEL_USER_CODE32, (u64)from_code32, esp,
			     false);
		sigreturn_to(gate, LDT_SELECTOR(CODE32), (u64)from_code32, esp,
			     false);
		sigreturn_to(gate, LDT_SELECTOR(CODE16), (u64)code_16 - base,
			     esp, true);
	}
}

void stack16_sigreturn(void)
{
	sigreturn_by(BY_SYSCALL);
	if (cpu_identity()->sysenter)
		sigreturn_by(BY_SYSENTER);
}

/* A signal comes, and after its return the code goes on unchanged. */
static void trapped(const u8 *code, const u8 *at, u64 trapno, bool calls)
{
	struct outcome trap = { .trapno = trapno, .ip = (u64)at };
	struct machine_state expected;

	cross_in.word[STATE_AX] = gates[BY_INT80].getpid;
	cross_in.word[STATE_BX] = cross_in.word[STATE_BP] = STEP_FLAGS;
	expect_call(good_esp(), &expected);
	if (!calls)
		expected.word[STATE_AX] = cross_in.word[STATE_AX];
	attempt_compat(code);
	judge("the trap", (u64)at, &trap, NULL);
	judge_that(caught.sp == good_esp(), "its rsp", caught.sp);
	judge_that(caught.ss == SEL_STACK16, "its ss", caught.ss);
	judge_that(caught.cs == SEL_USER_CODE32, "its cs", caught.cs);
	judge_state("after it", &expected);
}

void stack16_signal(void)
{
	if (load_stack16(good_esp()))
		trapped(int3_16, int3_16_after, X86_TRAP_BP, false);
}

void stack16_step(void)
{
	if (load_stack16(good_esp()))
		trapped(step_16, step_16_trap, X86_TRAP_DB, false);
	if (load_stack16(good_esp()))
		trapped(step_int80_16, step_int80_16_trap, X86_TRAP_DB, true);
}

/* With the boot option tick= many interrupts come; the log counts them. */
void stack16_tick(void)
{
	struct outcome nothing = no_trap();

	if (!load_stack16(good_esp()))
		return;
	cross_in.word[STATE_BX] = good_esp();
	cross_in.word[STATE_CX] = TURNS;
	attempt_compat(spin_16);
	judge("a loop", TURNS, &nothing, NULL);
	judge_that(!cross_out.word[STATE_CX], "turns that are left",
		   cross_out.word[STATE_CX]);
	judge_that((u32)cross_out.word[STATE_SP] == good_esp(), "esp",
		   cross_out.word[STATE_SP]);
}
