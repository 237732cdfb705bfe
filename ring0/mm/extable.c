/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks up where to go on after a fault at an instruction that may fault. The
 * table is filled at link time, by every user of EXTABLE (extable.h).
 */

#include "extable.h"

extern const struct extable_entry __extable_start[], __extable_end[];

static u64 target(const s32 *offset)
{
	return (u64)offset + (u64)(s64)*offset;
}

static u64 find(const struct extable_entry *entry,
		const struct extable_entry *end, u64 ip)
{
	for (; entry < end; entry++)
		if (target(&entry->from) == ip)
			return target(&entry->to);
	return 0;
}

static const struct extable_entry *added, *added_end;

void extable_add(const struct extable_entry *start,
		 const struct extable_entry *end)
{
	added = start;
	added_end = end;
}

u64 extable_fixup(u64 ip)
{
	u64 to = find(__extable_start, __extable_end, ip);

	return to ? to : find(added, added_end, ip);
}
