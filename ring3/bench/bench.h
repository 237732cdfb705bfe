/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of bench: the world it finds, and how it reports. */
#ifndef GATEHOUSE_RING3_BENCH_BENCH_H
#define GATEHOUSE_RING3_BENCH_BENCH_H

#include "cells.h"
#include "distribution.h"

#define MAX_CELLS 32

struct result {
	const struct cell *cell; /* NULL: it was skipped */
	u32 wrong;		 /* crossings that came back otherwise */
	struct summary summary;
};

/* world.c */
extern struct world {
	long pid;
	bool gatehouse; /* and not Linux */
	bool sysenter, int80, selftest;
	bool tick_is_instruction; /* QEMU's -icount shift=0 */
} world;
extern u64 faults_caught;

/* Finds out, and says what of it bears on the figures. */
void world_find(void);
/* Why a cell cannot be measured here; NULL: it can. */
const char *world_lacks(enum need need);
/* bare: 1 + the gate that is to do nothing but return; 0: none is. */
void bare_gate(u32 bare);

/* report.c */
void report_method(u32 samples, u64 overhead, const struct summary *nops);
void report_row(const struct result *result, const struct distribution *d);
void report_skip(const struct cell *cell, const char *reason);
void report_table(const struct result *results, u32 count);

#endif
