/* SPDX-License-Identifier: BSD-2-Clause */
/* Crossings with any rsp: see wild.S. */
#ifndef GATEHOUSE_RING3_WILD_H
#define GATEHOUSE_RING3_WILD_H

#include "ring3/lib/abi.h"

struct wild_gate {
	void (*stub)(void);
	const u8 *behind;
};
extern const struct wild_gate wild_gates[WAYS];

/* cross_caught() through gate with rsp, and not cross_in's, at the gate. */
void cross_wild(enum call_way gate, u64 sp);

/* A sixth argument is there: SYSCALL from 32-bit code has it at sp. */
bool wild_sixth(enum call_way gate, u32 sp);

/* As abi_expect(), for cross_wild(gate, sp). */
void wild_expect(enum call_way gate, u64 sp, u64 result,
		 struct machine_state *expected);

#endif
