/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_IA32_TLS_H
#define RING0_IA32_TLS_H

struct task;

/* Puts the task's three descriptors into this CPU's GDT. */
void tls_enter(const struct task *task);

#endif
