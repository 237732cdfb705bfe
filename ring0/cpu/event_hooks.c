/* SPDX-License-Identifier: BSD-2-Clause */
/* The hooks of exceptions and of other CPUs: none, until a module has some. */

#include "cpu/event_hooks.h"
#include "cpu/smp_hooks.h"
#include "mm/read_only.h"

/* Aligned, so that it lies in one page: read_only_patch(). */
struct event_hooks event_hooks RO_AFTER_INIT
	__attribute__((aligned(32)));
struct smp_hooks smp_hooks RO_AFTER_INIT __attribute__((aligned(32)));

void event_hooks_set(const struct event_hooks *hooks)
{
	read_only_patch(&event_hooks, hooks, sizeof(*hooks));
}

void smp_hooks_set(const struct smp_hooks *hooks)
{
	read_only_patch(&smp_hooks, hooks, sizeof(*hooks));
}
