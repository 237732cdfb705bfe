/* SPDX-License-Identifier: BSD-2-Clause */
/* The stubs of wild.S by gate, and the state that must come of them. */
#include "ring3/lib/wild.h"
#include <asm/errno.h>
#include "ring3/lib/caught.h"

extern u64 wild_sp;
extern const u8 program_start[], program_end[]; /* whole pages */
void wild_syscall(void);
void wild_sysenter(void);
void wild_int80(void);
void wild_compat_syscall(void);
void wild_compat_sysenter(void);
void wild_compat_int80(void);
extern const u8 wild_syscall_after[], wild_sysenter_after[],
	wild_int80_after[], wild_compat_syscall_after[],
	wild_compat_int80_after[];

const struct wild_gate wild_gates[WAYS] = {
	[BY_SYSCALL] = { wild_syscall, wild_syscall_after },
	[BY_SYSENTER] = { wild_sysenter, wild_sysenter_after },
	[BY_INT80] = { wild_int80, wild_int80_after },
	[BY_SYSCALL_32] = { wild_compat_syscall,
				   wild_compat_syscall_after },
	[BY_SYSENTER_32] = { wild_compat_sysenter,
				    wild_sysenter_after },
	[BY_INT80_32] = { wild_compat_int80, wild_compat_int80_after },
};

/* SYSEXIT loads rip and rsp from rdx and rcx. */
static void name_return(enum call_way gate, u64 sp)
{
	if (gates[gate].gate != GATE_SYSENTER)
		return;
	cross_in.word[STATE_CX] = sp;
	cross_in.word[STATE_DX] = (u64)wild_gates[gate].after;
}

void cross_wild(enum call_way gate, u64 sp)
{
	name_return(gate, sp);
	cross_in.word[STATE_SP] = (u64)cross_stack_end;
	wild_sp = sp;
	cross_caught(wild_gates[gate].stub);
}

bool wild_sixth(enum call_way gate, u32 sp)
{
	return gates[gate].arguments[5] != AT_SP ||
	       (sp >= (u64)program_start &&
		sp + sizeof(u32) <= (u64)program_end);
}

void wild_expect(enum call_way gate, u64 sp, u64 result,
		 struct machine_state *expected)
{
	u64 *out = expected->word;

	name_return(gate, sp);
	abi_expect(gate, &cross_in, result, expected);
	out[STATE_SP] = sp;
	out[STATE_IP] = (u64)wild_gates[gate].after;
	if (gates[gate].gate == GATE_SYSCALL)
		out[STATE_CX] = out[STATE_IP];
}
