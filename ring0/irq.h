/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts: each source is silenced, and what comes all the same is named. */
#ifndef RING0_IRQ_H
#define RING0_IRQ_H

#include "types.h"

/* Masks the two PICs and every local APIC vector. Interrupts are off. */
void irq_init(void);
/* An interrupt that nobody asked for. */
void interrupt(u32 vector);

#endif
