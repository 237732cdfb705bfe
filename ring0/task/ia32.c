/* SPDX-License-Identifier: BSD-2-Clause */
/* The hooks of 32-bit programs: none, until their module is loaded. */

#include "task/ia32.h"
#include "mm/read_only.h"

/* Aligned, so that it lies in one page: read_only_patch(). */
struct ia32_hooks ia32_hooks RO_AFTER_INIT __attribute__((aligned(64)));

void ia32_hooks_set(const struct ia32_hooks *hooks)
{
	read_only_patch(&ia32_hooks, hooks, sizeof(*hooks));
}
