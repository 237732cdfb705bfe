/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crossings from 32-bit and 16-bit code segments: the LDT's or SEL_USER_CODE32.
 * The code in far.S works from any segment base.
 */
#include "fuzz.h"
#include "segment.h"

struct far_pointer {
	u32 offset;
	u16 selector;
};
extern struct far_pointer far_code;
extern u64 far_sp;

#define FAR_LABELS(name)                                                \
	void name(void);                                                \
	extern const u8 name##_code[], name##_after[], name##_stepped[]

FAR_LABELS(far_wild_int80_16);
FAR_LABELS(far_wild_int80_32);
FAR_LABELS(far_wild_syscall_32);
FAR_LABELS(far_wild_sysenter_16);
FAR_LABELS(far_wild_sysenter_32);
FAR_LABELS(far_trap_int80_16);
FAR_LABELS(far_trap_int80_32);
FAR_LABELS(far_trap_syscall_32);
FAR_LABELS(far_trap_sysenter_16);
FAR_LABELS(far_trap_sysenter_32);

#define STUB(name) { name, name##_code, name##_after, name##_stepped }

/* Indexed by TF, whether the code segment is 32-bit, and the gate. */
static const struct far_stub stubs[2][2][WAYS_64] = {
	[false][false] = {
		[BY_INT80] = STUB(far_wild_int80_16),
		[BY_SYSENTER] = STUB(far_wild_sysenter_16),
	},
	[false][true] = {
		[BY_INT80] = STUB(far_wild_int80_32),
		[BY_SYSCALL] = STUB(far_wild_syscall_32),
		[BY_SYSENTER] = STUB(far_wild_sysenter_32),
	},
	[true][false] = {
		[BY_INT80] = STUB(far_trap_int80_16),
		[BY_SYSENTER] = STUB(far_trap_sysenter_16),
	},
	[true][true] = {
		[BY_INT80] = STUB(far_trap_int80_32),
		[BY_SYSCALL] = STUB(far_trap_syscall_32),
		[BY_SYSENTER] = STUB(far_trap_sysenter_32),
	},
};

void far_choose(struct far *far, enum call_way gate, bool trap)
{
	/* Ring 0 returns from SYSCALL to flat code: so must rip be. */
	bool flat = gate == BY_SYSCALL_32;
	bool big = flat || random_below(2);

	far->stub = &stubs[trap][big][gate - WAYS_64];
	far->cs = SEL_USER_CODE32;
	far->base = 0;
	if (!big || random_below(2))
		far->cs = ldt_code((u64)far->stub->code, big, flat, &far->base);
}

/* SYSEXIT loads rip and rsp from rdx and rcx. */
void far_expect(const struct far *far, enum call_way gate, u64 sp, s64 answer,
		struct machine_state *expected)
{
	u64 *in = cross_in.word, *out = expected->word;

	in[STATE_SP] = sp;
	if (gates[gate].gate == GATE_SYSENTER) {
		in[STATE_CX] = sp;
		in[STATE_DX] = (u64)far->stub->after;
	}
	abi_expect(gate, &cross_in, answer, expected);
	out[STATE_IP] = (u64)far->stub->after;
	out[STATE_CS] = SEL_USER_CODE; /* the landing's; IP tells the stub's */
	if (gate == BY_SYSCALL_32)
		out[STATE_CX] = out[STATE_IP];
}

/* cross() pushes 8 bytes of flags; POPF pops 4, which leaves esp at sp. */
void far_cross(const struct far *far, u64 sp, bool trap)
{
	cross_in.word[STATE_SP] = trap ? sp + 4 : (u64)cross_stack_end;
	far_sp = sp;
	far_code.offset = (u64)far->stub->code - far->base;
	far_code.selector = far->cs;
	cross_caught(far->stub->stub);
}
