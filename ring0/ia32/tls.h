/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_IA32_TLS_H
#define RING0_IA32_TLS_H

#include "cpu/gdt.h"

struct task;

/* Puts the task's three descriptors into this CPU's GDT. */
void tls_enter(const struct task *task);

/* For ia32_hooks.set_tls. */
long tls_of_thread(struct descriptor tls[TLS_ENTRIES], u64 user);

#endif
