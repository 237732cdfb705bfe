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
	u32 nmis; /* runs made again, for the watchdog's NMI came */
};

/* Runs it, and puts the machine back. Interrupts are off. */
void experiment_run(struct experiment *x, const struct check *check);

#endif
