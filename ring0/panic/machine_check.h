/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine-check registers: where the CPU notes what a #MC was. */
#ifndef RING0_PANIC_MACHINE_CHECK_H
#define RING0_PANIC_MACHINE_CHECK_H

/* Prints each bank that holds an error; nothing on a CPU without such banks. */
void machine_check_report(void);

#endif
