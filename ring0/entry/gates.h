/* SPDX-License-Identifier: BSD-2-Clause */
/* Where SYSCALL, SYSENTER and int 0x80 lead to on this CPU. */
#ifndef RING0_ENTRY_GATES_H
#define RING0_ENTRY_GATES_H

#include "gatehouse.h"

/* STAR, LSTAR, CSTAR, FMASK, SYSENTER_*: the gates open. */
void gates_setup(void);
/* That one leads to its own way out and nothing else; ENTRY_NONE: all work. */
void gates_bare(enum entry_point bare);

#endif
