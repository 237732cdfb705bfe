/* SPDX-License-Identifier: BSD-2-Clause */
/* Where SYSCALL and SYSENTER lead on this CPU. */
#ifndef RING0_ENTRY_GATES_H
#define RING0_ENTRY_GATES_H

/* STAR, LSTAR, CSTAR, FMASK, SYSENTER_*: the gates open. */
void gates_setup(void);
/* LSTAR, CSTAR, SYSENTER_EIP alone: where the instructions lead. */
void gates_open(void);

#endif
