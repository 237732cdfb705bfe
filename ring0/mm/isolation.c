/* SPDX-License-Identifier: BSD-2-Clause */
/* The hooks of page-table isolation: none, until the module pti has some. */

#include "mm/isolation.h"
#include "mm/read_only.h"

extern const u8 __entry_text_start[], __entry_text_end[];

/* Aligned, so that it lies in one page: read_only_patch(). */
struct isolation isolation RO_AFTER_INIT __attribute__((aligned(128)));
_Static_assert(sizeof(isolation) <= 128, "it lies in one page");

void isolation_set(const struct isolation *hooks)
{
	read_only_patch(&isolation, hooks, sizeof(*hooks));
}

bool in_entry_text(u64 ip)
{
	return (ip >= (u64)__entry_text_start && ip < (u64)__entry_text_end) ||
	       (ip >= (u64)isolation.text && ip < (u64)isolation.text_end);
}
