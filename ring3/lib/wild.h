/* SPDX-License-Identifier: BSD-2-Clause */
/* Crossings with any rsp: see wild.S. */
#ifndef GATEHOUSE_RING3_WILD_H
#define GATEHOUSE_RING3_WILD_H

#include "abi.h"

struct wild_gate {
	void (*stub)(void);
	const u8 *behind;
};
extern const struct wild_gate wild_gates[ALL_GATES];

/* cross_caught() through gate with rsp, and not cross_in's, at the gate. */
void cross_wild(enum gate gate, u64 sp);

/* Every argument is there: one may lie at sp. */
bool wild_arguments(enum gate gate, u32 sp);

/*
 * As abi_expect(), for cross_wild(gate, sp): -EFAULT, and not result, where an
 * argument lies at sp and that is not the program's memory.
 */
void wild_expect(enum gate gate, u64 sp, u64 result,
		 struct machine_state *expected);

#endif
