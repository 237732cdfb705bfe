/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crossings from 32-bit and 16-bit code segments, the LDT's and the usual one:
 * far.S has the code, which is the same wherever a segment begins.
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
	extern const u8 name##_code[], name##_behind[], name##_stepped[]

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

#define STUB(name) { name, name##_code, name##_behind, name##_stepped }

/* By TF, the code segment's size (32 bits?), and the gate. */
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
	/* SYSCALL comes back to an offset in flat code. */
	bool flat = gate == BY_SYSCALL_32;
	bool big = flat || random_below(2);

	far->stub = &stubs[trap][big][gate - WAYS_64];
	far->cs = SEL_USER_CODE32;
	far->base = 0;
	if (!big || random_below(2))
		far->cs = ldt_code((u64)far->stub->code, big, flat, &far->base);
}

/* SYSENTER's way back is in rdx and rcx. */
void far_expect(const struct far *far, enum call_way gate, u64 sp, s64 answer,
		struct machine_state *expected)
{
	u64 *in = cross_in.word, *out = expected->word;

	in[STATE_SP] = sp;
	if (gates[gate].gate == GATE_SYSENTER) {
		in[STATE_CX] = sp;
		in[STATE_DX] = (u64)far->stub->behind;
	}
	abi_expect(gate, &cross_in, answer, expected);
	out[STATE_IP] = (u64)far->stub->behind;
	out[STATE_CS] = SEL_USER_CODE; /* the landing's: IP tells */
	if (gate == BY_SYSCALL_32)
		out[STATE_CX] = out[STATE_IP];
}

/* cross() pushes the flags, 8 bytes; POPF takes 4, and leaves esp at sp. */
void far_cross(const struct far *far, u64 sp, bool trap)
{
	cross_in.word[STATE_SP] = trap ? sp + 4 : (u64)cross_stack_end;
	far_sp = sp;
	far_code.offset = (u64)far->stub->code - far->base;
	far_code.selector = far->cs;
	cross_caught(far->stub->stub);
}
