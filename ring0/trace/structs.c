/* SPDX-License-Identifier: BSD-2-Clause */
/* Structures that calls read or write, with the fields that strace shows. */

#include "trace/arguments.h"
#include <asm/stat.h>
#include <linux/resource.h>
#include <linux/stat.h>
#include <linux/sysinfo.h>
#include <linux/time.h>
#include <linux/utsname.h>

#define NAME(name) { (u32)name, #name }
#define END { 0, NULL }

static void print_mode(struct line *line, u32 mode)
{
	static const struct name type[] = {
		NAME(S_IFSOCK), NAME(S_IFLNK), NAME(S_IFREG), NAME(S_IFBLK),
		NAME(S_IFDIR), NAME(S_IFCHR), NAME(S_IFIFO), END,
	};

	line_value(line, type, mode & S_IFMT, "S_IF???");
	line_add(line, "|%#03o", mode & 07777);
}

static void print_stat(struct line *line, const struct shown *shown)
{
	const struct stat *stat = shown_or_address(line, shown);

	if (!stat)
		return;
	line_add(line, "{st_mode=");
	print_mode(line, stat->st_mode);
	if (S_ISCHR(stat->st_mode) || S_ISBLK(stat->st_mode))
		line_add(line, ", st_rdev=makedev(%#lx, %#lx), ...}",
			 stat->st_rdev >> 8 & 0xfff, stat->st_rdev & 0xff);
	else
		line_add(line, ", st_size=%ld, ...}", stat->st_size);
}

static void print_statx(struct line *line, const struct shown *shown)
{
	const struct statx *stat = shown_or_address(line, shown);

	if (!stat)
		return;
	line_add(line, "{stx_mask=");
	line_flags(line, names_statx_mask, stat->stx_mask, "STATX_???");
	line_add(line, ", stx_attributes=%#lx, stx_mode=",
		 (u64)stat->stx_attributes);
	print_mode(line, stat->stx_mode);
	line_add(line, ", stx_size=%lu, ...}", (u64)stat->stx_size);
}

static void print_timespec(struct line *line, const struct shown *shown)
{
	const s64 *time = shown_or_address(line, shown);

	if (time)
		line_add(line, "{tv_sec=%ld, tv_nsec=%ld}", time[0], time[1]);
}

static void print_timeval(struct line *line, const struct shown *shown)
{
	const s64 *time = shown_or_address(line, shown);

	if (time)
		line_add(line, "{tv_sec=%ld, tv_usec=%ld}", time[0], time[1]);
}

static void print_utsname(struct line *line, const struct shown *shown)
{
	const struct new_utsname *name = shown_or_address(line, shown);

	if (name)
		line_add(line, "{sysname=\"%s\", nodename=\"%s\", ...}",
			 name->sysname, name->nodename);
}

#define IN_KIB 1024

/* strace writes a whole number of KiB as a product. */
static void print_limit(struct line *line, u64 limit, const char *infinity)
{
	if (limit == RLIM64_INFINITY)
		line_add(line, "%s", infinity);
	else if (limit > IN_KIB && limit % IN_KIB == 0)
		line_add(line, "%lu*1024", limit / IN_KIB);
	else
		line_add(line, "%lu", limit);
}

static void print_limits(struct line *line, const struct shown *shown)
{
	const u64 *limit = shown_or_address(line, shown);

	if (!limit)
		return;
	line_add(line, "{rlim_cur=");
	print_limit(line, limit[0], shown->type->unknown);
	line_add(line, ", rlim_max=");
	print_limit(line, limit[1], shown->type->unknown);
	line_add(line, "}");
}

static void print_sysinfo(struct line *line, const struct shown *shown)
{
	const struct sysinfo *info = shown_or_address(line, shown);

	if (info)
		line_add(line, "{uptime=%ld, loads=[%lu, %lu, %lu], "
			 "totalram=%lu, freeram=%lu, sharedram=%lu, "
			 "bufferram=%lu, totalswap=%lu, freeswap=%lu, "
			 "procs=%u, totalhigh=%lu, freehigh=%lu, mem_unit=%u}",
			 info->uptime, info->loads[0], info->loads[1],
			 info->loads[2], info->totalram, info->freeram,
			 info->sharedram, info->bufferram, info->totalswap,
			 info->freeswap, info->procs, info->totalhigh,
			 info->freehigh, info->mem_unit);
}

static void print_rusage(struct line *line, const struct shown *shown)
{
	const s64 *time = shown_or_address(line, shown);

	if (time)
		line_add(line, "{ru_utime={tv_sec=%ld, tv_usec=%ld}, "
			 "ru_stime={tv_sec=%ld, tv_usec=%ld}, ...}",
			 time[0], time[1], time[2], time[3]);
}

static void print_dirents(struct line *line, const struct shown *shown)
{
	const u64 *count = shown_memory(shown, NULL);

	line_address(line, shown->value);
	if (count)
		line_add(line, " /* %lu entries */", *count);
}

static void print_word(struct line *line, const struct shown *shown)
{
	const u64 *word = shown_or_address(line, shown);

	if (word)
		line_add(line, "[%#lx]", *word);
}

static void print_offset_in(struct line *line, const struct shown *shown)
{
	const s64 *offset = shown_or_address(line, shown);

	if (offset)
		line_add(line, "[%ld]", *offset);
}

#define IN(name, how, bytes) type_##name = { .print = how, .size = bytes }
#define OUT(name, how, bytes) \
	type_##name##_out = { .print = how, .size = bytes, .out = true }
const struct type IN(timespec, print_timespec, 16),
	OUT(timespec, print_timespec, 16), OUT(timeval, print_timeval, 16),
	OUT(stat, print_stat, sizeof(struct stat)),
	OUT(statx, print_statx, sizeof(struct statx)),
	OUT(utsname, print_utsname, sizeof(struct new_utsname)),
	OUT(sysinfo, print_sysinfo, sizeof(struct sysinfo)),
	OUT(rusage, print_rusage, sizeof(struct rusage)),
	OUT(word, print_word, sizeof(u64)),
	IN(offset_at, print_offset_in, sizeof(u64)),
	type_dirents = { .print = print_dirents,
			 .capture_out = capture_dirents };

#define RLIMIT_TYPE(name, infinity, is_out)                              \
	const struct type type_##name = {                                \
		.print = print_limits, .size = 16, .out = is_out,        \
		.unknown = infinity,                                     \
	}
RLIMIT_TYPE(rlimit, "RLIM_INFINITY", false);
RLIMIT_TYPE(rlimit_out, "RLIM_INFINITY", true);
RLIMIT_TYPE(rlimit64, "RLIM64_INFINITY", false);
RLIMIT_TYPE(rlimit64_out, "RLIM64_INFINITY", true);
