/* SPDX-License-Identifier: BSD-2-Clause */
/* Where SYSCALL and SYSENTER lead on this CPU. */
#ifndef RING0_ENTRY_GATES_H
#define RING0_ENTRY_GATES_H

#include "types.h"

/* STAR, LSTAR, CSTAR, FMASK, SYSENTER_*: the gates open. */
void gates_setup(void);
/*
 * Chooses the convention of SYSENTER for the task that is about to run: i386's,
 * as on Linux, which goes back to landing_pad (0: it has none, and faults
 * there), or else Gatehouse's own. Interrupts off.
 */
void gates_choose(bool i386, u64 landing_pad);
/* LSTAR, CSTAR, SYSENTER_EIP alone: where the instructions lead. */
void gates_open(void);

#endif
