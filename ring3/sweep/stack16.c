/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep's ways through HAZARD espfix (ring0/entry/espfix.c): an IRET to a
 * 16-bit stack, which ring 0 executes on espfix's stack, and one that faults
 * there.
 */
#include "stack16.h"
#include "ring3/lib/abi.h"
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "segment.h"

/* LDT entries; the second stays empty. */
enum { STACK16, NOTHING };
#define LDT_SELECTOR(entry) ((entry) << 3 | SEL_TI | 3)

#define STRING_(x) #x
#define STRING(x) STRING_(x)

/* m16:32, the operand of LSS and JMP. */
struct far_pointer {
	u32 offset;
	u16 selector;
} __attribute__((packed));
struct far_pointer stack16_esp, stack16_code;
extern const u8 stack16_code32[];

/*
 * A stub as in cross.S. No manual says what the upper half of rsp is after an
 * IRET to a 16-bit stack. Each interrupt returns by such an IRET until the far
 * jump, so code cannot clear that half; the comparison leaves it out.
 */
asm(".globl cross_stack16, cross_stack16_at, cross_stack16_after\n"
    ".globl cross_stack16_stepped\n"
    "cross_stack16: popfq\n"
    "ljmp *stack16_code\n"
    ".code32\n"
    "stack16_code32: lss %cs:stack16_esp, %esp\n"
    "cross_stack16_at: int $0x80\n"
    "cross_stack16_after: nop\n"
    "cross_stack16_stepped: ljmp $" STRING(SEL_USER_CODE) ", $1f\n"
    ".code64\n"
    "1: movq $cross_stack16_after, cross_out + 8 * " STRING(STATE_IP) "\n"
    "jmp cross_landing\n");

/* Makes a stack segment in which ss:sp is the flat address esp. */
static void make_stack(u32 esp)
{
	struct user_desc stack = { .entry_number = STACK16,
				   .base_addr = esp & ~0xffffu,
				   .limit = 0xffff };

	sys_modify_ldt(LDT_WRITE, &stack, sizeof(stack));
	stack16_esp = (struct far_pointer){ .offset = esp,
					    .selector = LDT_SELECTOR(STACK16) };
	stack16_code = (struct far_pointer){ .offset = (u64)stack16_code32,
					     .selector = SEL_USER_CODE32 };
}

void stack16_call(u64 pid, struct machine_state *expected)
{
	u64 *in = cross_in.word;

	make_stack(in[STATE_SP] - sizeof(u64));
	in[STATE_AX] = gates[BY_INT80].getpid;
	abi_expect(BY_INT80, &cross_in, pid, expected);
	expected->word[STATE_SP] = stack16_esp.offset;
	expected->word[STATE_SS] = stack16_esp.selector;
	expected->word[STATE_IP] = (u64)cross_stack16_after;
}

void stack16_bad_frame(struct machine_state *expected)
{
	static struct signal_frame frame;
	u64 *in = cross_in.word;

	in[STATE_SP] -= sizeof(u64);
	in[STATE_FLAGS] = ALWAYS_FLAGS;
	abi_expect(BY_INT80, &cross_in, in[STATE_AX], expected);
	expected->word[STATE_IP] = 0; /* the landing does not store it */
	signal_frame_of(&frame, &cross_in);
	frame.context.uc_mcontext.rip = (u64)cross_elsewhere;
	frame.context.uc_mcontext.ss = LDT_SELECTOR(NOTHING);
	in[STATE_AX] = __NR_rt_sigreturn;
	in[STATE_SP] = (u64)&frame.context;
}
