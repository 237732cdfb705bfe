/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Local descriptor tables. A task has none until it asks for one (modify_ldt),
 * which is then in LDTR while it runs; all others run with a null LDT.
 */
#ifndef RING0_TASK_LDT_H
#define RING0_TASK_LDT_H

#include <asm/ldt.h>
#include "cpu/gdt.h"

struct task;

/*
 * The current task's, which now has one, and may so have a 16-bit stack:
 * espfix_init() comes first. false: no memory. Interrupts on.
 */
bool ldt_provide(void);
void ldt_write(u32 index, struct descriptor descriptor);
/* The task's, which has one, is in LDTR from here on. Interrupts off. */
void ldt_load(const struct task *task);
/* No task's from here on, until CR3 is written. Interrupts off. */
void ldt_unload(void);
/* Gives back its memory, if it has one. It does not run any more. */
void ldt_free(struct task *task);

#endif
