/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * set_thread_area: three descriptors of the GDT are the program's, for segments
 * of data. They are kept in the task, and are in the GDT while it runs.
 */

#include "ia32/tls.h"
#include "cpu/segments.h"
#include "lib/nospec.h"
#include "mm/read_only.h"
#include "mm/user_copy.h"
#include "segment.h"
#include "sys/syscall.h"
#include "sys/user_desc.h"
#include "task/task.h"

#define TLS_FIRST (SEL_TLS >> 3)
#define CONTENTS_LAST 1 /* data, and data that expands down; code is not */
#define CHOOSE (~0u)	/* entry_number: any that is free */

void tls_enter(const struct task *task)
{
	read_only_patch(&cpu_self()->gdt.entry[TLS_FIRST], task->tls,
			sizeof(task->tls));
}

/* Linux's LDT_zero(), which clears an entry, too. */
static bool is_zero(const struct user_desc *info)
{
	return !info->base_addr && !info->limit && !info->contents &&
	       !info->read_exec_only && !info->seg_32bit &&
	       !info->limit_in_pages && !info->seg_not_present &&
	       !info->useable;
}

static bool clears(const struct user_desc *info)
{
	return user_desc_is_empty(info) || is_zero(info);
}

/*
 * Linux's tls_desc_okay(). A 16-bit stack in the GDT would be a leak that only
 * tasks with an LDT are guarded against: HAZARD espfix.
 */
static bool is_allowed(const struct user_desc *info)
{
	return clears(info) || (info->seg_32bit && !info->seg_not_present &&
				info->contents <= CONTENTS_LAST);
}

static u32 free_entry(const struct task *task)
{
	u32 i = 0;

	while (i < TLS_ENTRIES && task->tls[i].p)
		i++;
	return TLS_FIRST + i;
}

/* Among the program's; -EINVAL: the entry is ring 0's, or none. */
static long index_of(u32 entry)
{
	if (entry - TLS_FIRST >= TLS_ENTRIES)
		return -EINVAL;
	return array_index_nospec(entry - TLS_FIRST, TLS_ENTRIES);
}

/* What is loaded now is reloaded, so that it is what the GDT says. */
static void reload(u32 selector)
{
	if (READ_SEGMENT("ds") == selector)
		LOAD_SEGMENT("ds", selector);
	if (READ_SEGMENT("es") == selector)
		LOAD_SEGMENT("es", selector);
	if (READ_SEGMENT("fs") == selector)
		LOAD_SEGMENT("fs", selector);
	if (READ_SEGMENT("gs") == selector)
		load_user_gs(selector);
}

static void set(struct descriptor *entry, const struct user_desc *info)
{
	*entry = clears(info) ? (struct descriptor){ 0 } :
				user_desc_descriptor(info);
}

COMPAT_SYSCALL_DEFINE1(set_thread_area, u64, user)
{
	struct task *task = current_task();
	struct user_desc info;
	u32 entry;
	long index;

	if (!copy_from_user(&info, user, sizeof(info)))
		return -EFAULT;
	if (!is_allowed(&info))
		return -EINVAL;
	entry = info.entry_number;
	if (entry == CHOOSE) {
		entry = free_entry(task);
		if (entry == TLS_FIRST + TLS_ENTRIES)
			return -ESRCH;
		if (!copy_to_user(user, &entry, sizeof(entry)))
			return -EFAULT;
	}
	index = index_of(entry);
	if (index < 0)
		return index;
	set(&task->tls[index], &info);
	tls_enter(task);
	reload(entry * 8 | 3);
	return 0;
}

long tls_of_thread(struct descriptor tls[TLS_ENTRIES], u64 user)
{
	struct user_desc info;
	long index;

	if (!copy_from_user(&info, user, sizeof(info)))
		return -EFAULT;
	index = is_allowed(&info) ? index_of(info.entry_number) : -EINVAL;
	if (index < 0)
		return -EINVAL;
	set(&tls[index], &info);
	return 0;
}

COMPAT_SYSCALL_DEFINE1(get_thread_area, u64, user)
{
	struct user_desc info = { 0 };
	struct descriptor entry;
	long index;

	if (!copy_from_user(&info.entry_number, user, sizeof(u32)))
		return -EFAULT;
	index = index_of(info.entry_number);
	if (index < 0)
		return index;
	entry = current_task()->tls[index];
	info.base_addr = entry.base_low | (u32)entry.base_high << 24;
	info.limit = entry.limit_low | (u32)entry.limit_high << 16;
	info.seg_32bit = entry.d;
	info.contents = entry.type >> 2;
	info.read_exec_only = !(entry.type & 2);
	info.limit_in_pages = entry.g;
	info.seg_not_present = !entry.p;
	info.useable = entry.avl;
	return copy_to_user(user, &info, sizeof(info)) ? 0 : -EFAULT;
}
