/* SPDX-License-Identifier: BSD-2-Clause */
/* Arguments whose values or bits have names, in the order that strace has. */

#include "trace/arguments.h"
#include <asm/prctl.h>
#include <asm/termbits.h>
#include <asm/ioctls.h>
#include <linux/mman.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/random.h>
#include <linux/resource.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <linux/wait.h>

#define NAME(name) { (u32)name, #name }
#define END { 0, NULL }

static void print_value(struct line *line, const struct shown *shown)
{
	line_value(line, shown->type->names, (u32)shown->value,
		   shown->type->unknown);
}

static void print_flags(struct line *line, const struct shown *shown)
{
	line_flags(line, shown->type->names, (u32)shown->value,
		   shown->type->unknown);
}

/* One of the given values, or bits, of argument type_ID. */
#define NAMED(id, how, others, ...)                                         \
	static const struct name id##_names[] = { __VA_ARGS__, END };       \
	const struct type type_##id = { .print = how, .names = id##_names,  \
					.unknown = others }
#define VALUES(id, ...) NAMED(id, print_value, __VA_ARGS__)
#define BITS(id, ...) NAMED(id, print_flags, __VA_ARGS__)

/* <unistd.h>'s, which no header of Linux's has. */
#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

BITS(access, "?_OK", NAME(F_OK), NAME(R_OK), NAME(W_OK), NAME(X_OK));
VALUES(seek, "SEEK_???", NAME(SEEK_SET), NAME(SEEK_CUR), NAME(SEEK_END));
VALUES(arch_prctl, "ARCH_???", NAME(ARCH_SET_GS), NAME(ARCH_SET_FS),
       NAME(ARCH_GET_FS), NAME(ARCH_GET_GS));
BITS(at_flags, "AT_???", NAME(AT_SYMLINK_NOFOLLOW), NAME(AT_REMOVEDIR),
     NAME(AT_SYMLINK_FOLLOW), NAME(AT_NO_AUTOMOUNT), NAME(AT_EMPTY_PATH),
     NAME(AT_RECURSIVE));
VALUES(clock, "CLOCK_???", NAME(CLOCK_REALTIME), NAME(CLOCK_MONOTONIC),
       NAME(CLOCK_PROCESS_CPUTIME_ID), NAME(CLOCK_THREAD_CPUTIME_ID),
       NAME(CLOCK_MONOTONIC_RAW), NAME(CLOCK_REALTIME_COARSE),
       NAME(CLOCK_MONOTONIC_COARSE), NAME(CLOCK_BOOTTIME),
       NAME(CLOCK_REALTIME_ALARM), NAME(CLOCK_BOOTTIME_ALARM),
       NAME(CLOCK_SGI_CYCLE), NAME(CLOCK_TAI));
BITS(clock_flags, "TIMER_???", NAME(TIMER_ABSTIME));
VALUES(fcntl, "F_???", NAME(F_DUPFD), NAME(F_GETFD), NAME(F_SETFD),
       NAME(F_GETFL), NAME(F_SETFL), NAME(F_GETLK), NAME(F_SETLK),
       NAME(F_SETLKW), NAME(F_SETOWN), NAME(F_GETOWN),
       NAME(F_DUPFD_CLOEXEC), NAME(F_SETPIPE_SZ), NAME(F_GETPIPE_SZ));
BITS(grnd, "GRND_???", NAME(GRND_NONBLOCK), NAME(GRND_RANDOM),
     NAME(GRND_INSECURE));
VALUES(prctl, "PR_???", NAME(PR_SET_PDEATHSIG), NAME(PR_GET_PDEATHSIG),
       NAME(PR_GET_DUMPABLE), NAME(PR_SET_DUMPABLE), NAME(PR_SET_NAME),
       NAME(PR_GET_NAME), NAME(PR_GET_SECCOMP), NAME(PR_SET_SECCOMP),
       NAME(PR_SET_NO_NEW_PRIVS), NAME(PR_GET_NO_NEW_PRIVS),
       NAME(PR_SET_SYSCALL_USER_DISPATCH), NAME(PR_SET_VMA));
BITS(prot, "PROT_???", NAME(PROT_NONE), NAME(PROT_READ), NAME(PROT_WRITE),
     NAME(PROT_EXEC), NAME(PROT_SEM), NAME(PROT_GROWSDOWN),
     NAME(PROT_GROWSUP));
VALUES(resource, "RLIMIT_???", NAME(RLIMIT_CPU), NAME(RLIMIT_FSIZE),
       NAME(RLIMIT_DATA), NAME(RLIMIT_STACK), NAME(RLIMIT_CORE),
       NAME(RLIMIT_RSS), NAME(RLIMIT_NPROC), NAME(RLIMIT_NOFILE),
       NAME(RLIMIT_MEMLOCK), NAME(RLIMIT_AS), NAME(RLIMIT_LOCKS),
       NAME(RLIMIT_SIGPENDING), NAME(RLIMIT_MSGQUEUE), NAME(RLIMIT_NICE),
       NAME(RLIMIT_RTPRIO), NAME(RLIMIT_RTTIME));
VALUES(rusage_who, "RUSAGE_???", NAME(RUSAGE_SELF), NAME(RUSAGE_CHILDREN),
       NAME(RUSAGE_THREAD));
BITS(wait, "W???", NAME(WNOHANG), NAME(WUNTRACED), NAME(WEXITED),
     NAME(WCONTINUED), NAME(WNOWAIT), NAME(__WCLONE), NAME(__WALL),
     NAME(__WNOTHREAD));

/* An ioctl by its number alone, or by its fields. */
static const struct name ioctl_names[] = {
	NAME(TCGETS), NAME(TCSETS), NAME(TCSETSW), NAME(TCSETSF),
	NAME(TIOCGPGRP), NAME(TIOCSPGRP), NAME(TIOCGWINSZ), NAME(TIOCSWINSZ),
	NAME(FIONREAD), NAME(FIONBIO), NAME(FIOCLEX), NAME(FIONCLEX), END,
};

static void print_ioctl(struct line *line, const struct shown *shown)
{
	static const char *const direction[] = {
		"_IOC_NONE", "_IOC_WRITE", "_IOC_READ",
		"_IOC_READ|_IOC_WRITE",
	};
	u32 value = shown->value;
	const struct name *name = ioctl_names;

	while (name->name && name->value != value)
		name++;
	if (name->name)
		line_add(line, "%s", name->name);
	else
		line_add(line, "_IOC(%s, %#x, %#x, %#x)",
			 direction[value >> 30], value >> 8 & 0xff,
			 value & 0xff, value >> 16 & 0x3fff);
}

const struct type type_ioctl = { .print = print_ioctl };

static const struct name names_open[] = {
	NAME(O_CREAT), NAME(O_EXCL), NAME(O_NOCTTY), NAME(O_TRUNC),
	NAME(O_APPEND), NAME(O_NONBLOCK), NAME(O_SYNC), NAME(O_DSYNC),
	NAME(O_DIRECT), NAME(O_LARGEFILE), NAME(O_NOFOLLOW), NAME(O_NOATIME),
	NAME(O_CLOEXEC), NAME(O_PATH), NAME(O_TMPFILE), NAME(O_DIRECTORY),
	NAME(FASYNC), END,
};
const struct name names_fd[] = { NAME(FD_CLOEXEC), END };

void print_open_flags(struct line *line, u64 flags)
{
	static const char *const mode[] = {
		"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE",
	};

	line_add(line, "%s", mode[flags & O_ACCMODE]);
	flags &= ~(u64)O_ACCMODE;
	if (flags) {
		line_add(line, "|");
		line_flags(line, names_open, (u32)flags, "O_???");
	}
}

static void print_open(struct line *line, const struct shown *shown)
{
	print_open_flags(line, shown->value);
}

const struct type type_open = { .print = print_open };
const struct type type_dup3 = {
	.print = print_flags,
	.names = names_open,
	.unknown = "O_???",
};

/* The type is a value, and the rest are bits. */
static void print_map(struct line *line, const struct shown *shown)
{
	static const struct name type[] = {
		NAME(MAP_SHARED), NAME(MAP_PRIVATE),
		NAME(MAP_SHARED_VALIDATE), END,
	};
	static const struct name bits[] = {
		NAME(MAP_FIXED), NAME(MAP_ANONYMOUS), { 0x40, "MAP_32BIT" },
		NAME(MAP_NORESERVE), NAME(MAP_POPULATE), NAME(MAP_NONBLOCK),
		NAME(MAP_GROWSDOWN), NAME(MAP_DENYWRITE),
		NAME(MAP_EXECUTABLE), NAME(MAP_LOCKED), NAME(MAP_STACK),
		NAME(MAP_HUGETLB), NAME(MAP_SYNC),
		NAME(MAP_FIXED_NOREPLACE), END,
	};
	u32 rest = shown->value & ~MAP_TYPE;

	line_value(line, type, shown->value & MAP_TYPE, "MAP_???");
	if (rest) {
		line_add(line, "|");
		line_flags(line, bits, rest, "MAP_???");
	}
}

const struct type type_map = { .print = print_map };

static void print_statx_flags(struct line *line, const struct shown *shown)
{
	static const struct name sync[] = {
		NAME(AT_STATX_SYNC_AS_STAT), NAME(AT_STATX_FORCE_SYNC),
		NAME(AT_STATX_DONT_SYNC), END,
	};
	u32 rest = shown->value & ~AT_STATX_SYNC_TYPE;

	line_value(line, sync, shown->value & AT_STATX_SYNC_TYPE, "AT_???");
	if (rest) {
		line_add(line, "|");
		line_flags(line, at_flags_names, rest, "AT_???");
	}
}

const struct type type_statx_flags = { .print = print_statx_flags };

const struct name names_statx_mask[] = {
	NAME(STATX_ALL), NAME(STATX_BASIC_STATS), NAME(STATX_TYPE),
	NAME(STATX_MODE), NAME(STATX_NLINK), NAME(STATX_UID), NAME(STATX_GID),
	NAME(STATX_ATIME), NAME(STATX_MTIME), NAME(STATX_CTIME),
	NAME(STATX_INO), NAME(STATX_SIZE), NAME(STATX_BLOCKS),
	NAME(STATX_BTIME), { 0x1000, "STATX_MNT_ID" },
	{ 0x2000, "STATX_DIOALIGN" }, END,
};

const struct type type_statx_mask = {
	.print = print_flags,
	.names = names_statx_mask, "STATX_???",
};
