/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks up where to go on after a fault at an instruction that may fault. The
 * table is filled at link time, by every user of EXTABLE (extable.h).
 */

#include "extable.h"
#include "layout.h"
#include "panic/panic.h"

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

/* The modules' tables. */
static struct {
	const struct extable_entry *start, *end;
} added[MODULES];
static u32 added_count;

void extable_add(const struct extable_entry *start,
		 const struct extable_entry *end)
{
	if (added_count == ARRAY_SIZE(added))
		panic("more exception tables than there may be modules");
	added[added_count].start = start;
	added[added_count].end = end;
	added_count++;
}

u64 extable_fixup(u64 ip)
{
	u64 to = find(__extable_start, __extable_end, ip);
	u32 i;

	for (i = 0; i < added_count && !to; i++)
		to = find(added[i].start, added[i].end, ip);
	return to;
}
