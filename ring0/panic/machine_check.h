/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine-check registers, for the report of a #MC. */
#ifndef RING0_PANIC_MACHINE_CHECK_H
#define RING0_PANIC_MACHINE_CHECK_H

/* Prints those that hold an error; nothing on a CPU without them. */
void machine_check_report(void);

#endif
