/* SPDX-License-Identifier: BSD-2-Clause */
/* Looks up the exception table that extable.h's users fill at link time. */

#include "extable.h"

struct extable_entry {
	s32 from;
	s32 to;
};

extern const struct extable_entry __extable_start[], __extable_end[];

static u64 target(const s32 *offset)
{
	return (u64)offset + (u64)(s64)*offset;
}

u64 extable_fixup(u64 ip)
{
	const struct extable_entry *entry;

	for (entry = __extable_start; entry < __extable_end; entry++)
		if (target(&entry->from) == ip)
			return target(&entry->to);
	return 0;
}
