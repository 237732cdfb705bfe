/* SPDX-License-Identifier: BSD-2-Clause */
/* The ways through ring 0 that are swept, and a crossing that takes each. */
#ifndef GATEHOUSE_SWEEP_WAYS_H
#define GATEHOUSE_SWEEP_WAYS_H

#include "ring3/lib/abi.h"

/* A crossing from cross_in, and what must come of it. */
struct plan {
	void (*stub)(void);
	const u8 *at; /* the instruction that enters ring 0 */
	struct machine_state expected;
	unsigned int signals;
	u64 address; /* the signal's: CR2 */
	bool esp_alone; /* of rsp above it, no manual says what it is */
};

/* Each way executes instructions of ring 0 that the others do not. */
struct way {
	const char *name;
	enum call_way gate;
	bool by_iret;	/* ring 0 sets RF in pt_regs, which only IRET loads */
	bool by_sysret;
	bool bare;	/* the gate points at its own return instruction */
	bool work;	/* observe() gives the exit work to do */
	bool vdso;	/* it needs the 32-bit vDSO */
	u32 vector;	/* the sweep begins at this exception, not at a gate */
	void (*prepare)(struct plan *plan);
	u64 flags;
};
extern const struct way ways[];
extern const size_t way_count;

void way_plan(const struct way *way, struct plan *plan);
/* Makes new what the way's crossing uses up: call it before each. */
void way_renew(const struct way *way);

#endif
