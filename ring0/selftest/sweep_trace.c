/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep, first part: a program arms it, and it finds the instructions by
 * single-stepping through a crossing, so all that ring 0 executes is swept, C
 * code too. A breakpoint in ring 3, on the instruction that crosses, sets the
 * one in ring 0, so no other crossing hits that.
 */

#include <asm/errno.h>
#include "dev/apic.h"
#include "cpu_ops.h"
#include "cpu/debug_registers.h"
#include "entry/idt.h"
#include "mm/isolation.h"
#include "msr-index.h"
#include "selftest/sweep_state.h"

#define PUSHFQ 0x9c /* opcodes */
#define STI 0xfb

struct sweep_state sweep_states[SWEEP_CPUS];

static u64 offset_of(const struct gate_descriptor *gate)
{
	return gate->offset_low | (u64)gate->offset_middle << 16 |
	       (u64)gate->offset_high << 32;
}

u64 gate_entry(void)
{
	switch (sweep_own()->now.entry) {
	case ENTRY_SYSCALL_64:
		return rdmsr(MSR_LSTAR);
	case ENTRY_SYSCALL_COMPAT:
		return rdmsr(MSR_CSTAR);
	case ENTRY_SYSENTER:
		return rdmsr(MSR_IA32_SYSENTER_EIP);
	case ENTRY_INT80:
		return offset_of(&idt.gate[VECTOR_SYSCALL]);
	default:
		return offset_of(&idt.gate[sweep_own()->now.vector]);
	}
}

long sweep_arm(struct sweep *asked)
{
	struct sweep next = { .at = asked->at,
			      .entry = asked->entry,
			      .vector = asked->vector,
			      .event = asked->event,
			      .index = asked->index,
			      .instructions = sweep_own()->now.instructions };

	if (next.entry >= ENTRY_POINTS || next.vector >= X86_EXCEPTIONS ||
	    next.event >= SWEEP_EVENTS ||
	    (next.event != SWEEP_TRACE && next.index >= next.instructions))
		return -EINVAL;
	if (!apic_present())
		return -ENODEV;
	*asked = sweep_own()->now;
	sweep_own()->now = next;
	sweep_own()->phase = next.at ? WAIT_FOR_CROSSING : IDLE;
	breakpoints_set(next.at, 0);
	return 0;
}

/* Adds an instruction, if it is new. false: there is no room for it. */
static bool note(u64 ip)
{
	u32 i;

	sweep_own()->stepped = ip;
	for (i = 0; i < sweep_own()->now.instructions; i++)
		if (sweep_own()->ip[i] == ip)
			return true;
	if (i == MAX_INSTRUCTIONS)
		return false;
	sweep_own()->ip[sweep_own()->now.instructions++] = ip;
	return true;
}

/* STI's shadow: no trap comes after STI itself, but one instruction later. */
static void note_after_sti(u64 ip)
{
	u64 stepped = sweep_own()->stepped;

	if (*(const u8 *)stepped == STI && ip != stepped + 1)
		note(stepped + 1);
}

/*
 * Where C code starts no register has a value of ring 3's, or it could feed
 * speculation: CLEAR_REGS. rdi, rsi, rdx and rax are arguments; rbx keeps an
 * exception's vector. The target program has loaded all of them.
 */
static void check_cleared(const struct pt_regs *regs)
{
	const u64 values[] = { regs->cx,  regs->bp,  regs->r8,	regs->r9,
			       regs->r10, regs->r11, regs->r12, regs->r13,
			       regs->r14, regs->r15, regs->bx };
	struct sweep *now = &sweep_own()->now;

	for (u32 i = 0; i < ARRAY_SIZE(values); i++)
		now->uncleared += values[i] != 0;
	if (regs->bx && regs->bx == now->vector)
		now->uncleared--;
	now->to_c = 1;
}

/* TF is set anew for each step: POPFQ may have cleared it. */
void trace_start(struct pt_regs *regs)
{
	if (note(regs->ip)) {
		regs->flags |= X86_EFLAGS_TF;
	} else {
		sweep_own()->phase = IDLE;
		regs->flags &= ~X86_EFLAGS_TF;
	}
}

void trace_step(struct pt_regs *regs)
{
	note_after_sti(regs->ip);
	if (!sweep_own()->now.to_c && !in_entry_text(regs->ip))
		check_cleared(regs);
	/* PUSHFQ pushed the trace's TF: no code must see it, or restore it. */
	if (*(const u8 *)sweep_own()->stepped == PUSHFQ)
		*(u64 *)regs->sp &= ~(u64)X86_EFLAGS_TF;
	trace_start(regs);
}

void trace_end(struct pt_regs *regs)
{
	note_after_sti(regs->ip);
	sweep_own()->phase = IDLE;
	regs->flags &= ~X86_EFLAGS_TF; /* SYSEXITQ leaves it set */
}
