/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The structures that i386 code lays out differently: longs and pointers have
 * 32 bits, and u64 is aligned to 4 bytes. Names are those of Linux's compat.h.
 */
#ifndef RING0_IA32_COMPAT_H
#define RING0_IA32_COMPAT_H

#include "types.h"

#define COMPAT_SIZE(name, size) \
	_Static_assert(sizeof(struct name) == (size), #name)

typedef u64 compat_u64 __attribute__((aligned(4)));
typedef s64 compat_s64 __attribute__((aligned(4)));

struct compat_iovec {
	u32 iov_base;
	s32 iov_len;
};
COMPAT_SIZE(compat_iovec, 8);

/* Seconds, and nanoseconds or microseconds. */
struct compat_time {
	s32 seconds;
	s32 rest;
};
COMPAT_SIZE(compat_time, 8);

struct compat_rlimit {
	u32 rlim_cur;
	u32 rlim_max;
};
COMPAT_SIZE(compat_rlimit, 8);

/* Two times and 14 counters. */
struct compat_rusage {
	struct compat_time time[2];
	s32 counter[14];
};
COMPAT_SIZE(compat_rusage, 72);

struct compat_sysinfo {
	s32 uptime;
	u32 loads[3];
	u32 totalram;
	u32 freeram;
	u32 sharedram;
	u32 bufferram;
	u32 totalswap;
	u32 freeswap;
	u16 procs;
	u16 pad;
	u32 totalhigh;
	u32 freehigh;
	u32 mem_unit;
	u8 unused[8];
};
COMPAT_SIZE(compat_sysinfo, 64);

struct compat_stat {
	u32 st_dev;
	u32 st_ino;
	u16 st_mode;
	u16 st_nlink;
	u16 st_uid;
	u16 st_gid;
	u32 st_rdev;
	u32 st_size;
	u32 st_blksize;
	u32 st_blocks;
	u32 st_time[6]; /* access, change, status: seconds, nanoseconds */
	u32 unused[2];
};
COMPAT_SIZE(compat_stat, 64);

struct compat_stat64 {
	compat_u64 st_dev;
	u32 pad;
	u32 st_ino_low;
	u32 st_mode;
	u32 st_nlink;
	u32 st_uid;
	u32 st_gid;
	compat_u64 st_rdev;
	u32 pad_size;
	compat_s64 st_size;
	u32 st_blksize;
	compat_u64 st_blocks;
	u32 st_time[6];
	compat_u64 st_ino;
};
COMPAT_SIZE(compat_stat64, 96);

/* The arguments of mmap(2), which are in memory. */
struct compat_mmap {
	u32 addr;
	u32 len;
	u32 prot;
	u32 flags;
	u32 fd;
	u32 offset;
};
COMPAT_SIZE(compat_mmap, 24);

/* rt_sigaction's. */
struct compat_sigaction {
	u32 sa_handler;
	u32 sa_flags;
	u32 sa_restorer;
	compat_u64 sa_mask;
};
COMPAT_SIZE(compat_sigaction, 20);

/* sigaction's, which knows only the first 32 signals. */
struct compat_old_sigaction {
	u32 sa_handler;
	u32 sa_mask;
	u32 sa_flags;
	u32 sa_restorer;
};
COMPAT_SIZE(compat_old_sigaction, 16);

struct compat_sigaltstack {
	u32 ss_sp;
	s32 ss_flags;
	u32 ss_size;
};
COMPAT_SIZE(compat_sigaltstack, 12);

#endif
