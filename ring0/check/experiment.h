/* SPDX-License-Identifier: BSD-2-Clause */
/* One experiment: a check's code is run in the state that it gives. */
#ifndef RING0_CHECK_EXPERIMENT_H
#define RING0_CHECK_EXPERIMENT_H

#include "check/check.h"
#include "check/machine.h"

struct experiment {
	u64 given[FIELDS]; /* before: the defaults, and what the check gives */
	struct check_tables tables; /* GDT, IDT, TSS that it started with */
	u64 seen[FIELDS];	    /* where it landed */
	u32 nmis; /* runs that were made again: the watchdog's NMI came */
};

/* Fills given and tables, and the memory that the check starts from. */
void experiment_prepare(struct experiment *x, const struct check *check);
/* Runs it, and restores the machine. Interrupts must be off. */
void experiment_run(struct experiment *x, const struct check *check);

#endif
