/* SPDX-License-Identifier: BSD-2-Clause */
/* Crossings with an rsp that may hold anything: see wild.S. */
#ifndef GATEHOUSE_RING3_WILD_H
#define GATEHOUSE_RING3_WILD_H

#include "ring3/lib/abi.h"

struct wild_gate {
	void (*stub)(void);
	const u8 *after;
};
extern const struct wild_gate wild_gates[WAYS];

/* As cross_caught(), but the gate is executed with sp in rsp. */
void cross_wild(enum call_way gate, u64 sp);

/*
 * Returns whether ring 0 can read the sixth argument: SYSCALL from 32-bit code
 * has it in memory, at sp.
 */
bool wild_sixth(enum call_way gate, u32 sp);

/* As abi_expect(), for a crossing by cross_wild(gate, sp). */
void wild_expect(enum call_way gate, u64 sp, u64 result,
		 struct machine_state *expected);

#endif
