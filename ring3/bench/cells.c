/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of cells. getpid, and a number that no table has, do next to
 * nothing in the kernel. writev is given WRITEV_BYTES of descriptors of empty
 * pieces, so it copies the descriptors and writes nothing. mmap takes six
 * arguments, and fails at once for its fifth, which names no file. set-rf makes
 * ring 0 change the frame, so that the return must be by IRET. mmap-N maps N
 * pages and unmaps them, munmap-1 unmaps one that was touched, and first-touch
 * is the page fault that brings one. timer measures what a tick takes from ring
 * 3: the gap that it makes in a loop that reads the clock. ldt-getpid is getpid
 * by a program that has an LDT; it keeps it, so these cells come last.
 */
#include "cells.h"
#include <linux/mman.h>
#include <linux/uio.h>
#include <unistd_32.h>
#include <unistd_64.h>
#include "ring3/lib/sys.h"
#include "layout.h"

#define UNKNOWN 4000 /* past the end of every table, Linux's too */
#define WRITEV_BYTES 64
#define NO_FILE -1
#define GAP_STEPS_MAX (1 << 20) /* takes longer than a tick at 100 Hz */

struct iovec_32 {
	u32 base, length;
};

static const struct iovec empty[WRITEV_BYTES / sizeof(struct iovec)];
static const struct iovec_32 empty_32[WRITEV_BYTES / sizeof(struct iovec_32)];

/* What all cells of a gate and a kind of caller have in common. */
#define SYSCALL(way_) \
	.gate = "syscall", .way = way_, .bits = 64, .timed = TIMED_SYSCALL
#define SYSCALL_32(way_) \
	.gate = "syscall", .way = way_, .bits = 32, \
	.timed = TIMED_SYSCALL_32, .base = BASE_32
#define SYSENTER(way_) \
	.gate = "sysenter", .way = way_, .bits = 64, .timed = TIMED_SYSENTER
#define INT80 \
	.gate = "int80", .way = "iret", .bits = 64, .timed = TIMED_INT80
#define INT80_32 \
	.gate = "int80", .way = "iret", .bits = 32, .timed = TIMED_INT80_32, \
	.base = BASE_32

#define GETPID(number_, need_) \
	.call = "getpid", .number = number_, .need = need_, \
	.expected = EXPECT_PID
#define NO_CALL(need_) \
	.call = "unknown", .number = UNKNOWN, .need = need_, \
	.expected = EXPECT_ENOSYS
#define WRITEV(number_, vector, need_) \
	.call = "copy64", .number = number_, .need = need_, \
	.expected = EXPECT_ZERO, \
	.argument = { STDOUT, (u64)(vector), ARRAY_SIZE(vector) }
#define MMAP(number_, need_) \
	.call = "six-args", .number = number_, .need = need_, \
	.expected = EXPECT_EBADF, \
	.argument = { 0, PAGE_SIZE, PROT_READ, MAP_PRIVATE, NO_FILE, 0 }
/* mmap, and munmap of what it gave: pages that nobody touches. */
#define MAP_PAGES(pages_) \
	.call = "mmap-" #pages_, .number = __NR_mmap, .timed = TIMED_MAP, \
	.gate = "syscall", .way = "fast", .bits = 64, \
	.expected = EXPECT_ZERO, \
	.argument = { 0, pages_ * PAGE_SIZE, PROT_READ | PROT_WRITE, \
		      MAP_PRIVATE | MAP_ANONYMOUS, NO_FILE, 0 }
#define WITH_LDT(number_, need_) \
	.call = "ldt-getpid", .number = number_, .need = need_, .ldt = true, \
	.expected = EXPECT_PID
#define SET_RF(need_) \
	.call = "set-rf", .number = __NR_selftest, .need = need_, \
	.expected = EXPECT_ZERO, .argument = { SELFTEST_SET_RF }
#define FLOOR(entry_, need_) \
	.call = "floor", .number = UNKNOWN, .need = need_, \
	.expected = EXPECT_NUMBER, .bare = (entry_)

const struct cell cells[] = {
	{ SYSCALL("fast"), GETPID(__NR_getpid, NEED_NOTHING) },
	{ SYSCALL("fast"), NO_CALL(NEED_NOTHING) },
	{ SYSCALL("fast"), WRITEV(__NR_writev, empty, NEED_NOTHING) },
	{ SYSCALL("fast"), MMAP(__NR_mmap, NEED_NOTHING) },
	{ SYSCALL("iret"), SET_RF(NEED_SELFTEST) },
	{ SYSCALL("fast"), FLOOR(ENTRY_SYSCALL_64, NEED_SELFTEST) },

	{ SYSCALL_32("fast"), GETPID(__NR_ia32_getpid, NEED_SYSCALL_32) },
	{ SYSCALL_32("fast"), NO_CALL(NEED_SYSCALL_32) },
	{ SYSCALL_32("fast"),
	  WRITEV(__NR_ia32_writev, empty_32, NEED_SYSCALL_32) },
	{ SYSCALL_32("fast"), MMAP(__NR_ia32_mmap2, NEED_SYSCALL_32) },
	{ SYSCALL_32("fast"),
	  FLOOR(ENTRY_SYSCALL_COMPAT, NEED_SYSCALL_32 | NEED_SELFTEST) },

	{ SYSENTER("fast"), GETPID(__NR_getpid, NEED_SYSENTER) },
	{ SYSENTER("fast"), NO_CALL(NEED_SYSENTER) },
	{ SYSENTER("fast"), WRITEV(__NR_writev, empty, NEED_SYSENTER) },
	{ SYSENTER("fast"), MMAP(__NR_mmap, NEED_SYSENTER) },
	{ SYSENTER("iret"), SET_RF(NEED_SYSENTER | NEED_SELFTEST) },
	{ SYSENTER("fast"),
	  FLOOR(ENTRY_SYSENTER, NEED_SYSENTER | NEED_SELFTEST) },

	{ INT80, GETPID(__NR_ia32_getpid, NEED_INT80) },
	{ INT80, NO_CALL(NEED_INT80) },
	{ INT80, WRITEV(__NR_ia32_writev, empty_32, NEED_INT80) },
	{ INT80, MMAP(__NR_ia32_mmap2, NEED_INT80) },
	{ INT80, FLOOR(ENTRY_INT80, NEED_SELFTEST) },

	{ INT80_32, GETPID(__NR_ia32_getpid, NEED_INT80) },
	{ INT80_32, NO_CALL(NEED_INT80) },
	{ INT80_32, WRITEV(__NR_ia32_writev, empty_32, NEED_INT80) },
	{ INT80_32, MMAP(__NR_ia32_mmap2, NEED_INT80) },
	{ INT80_32, FLOOR(ENTRY_INT80, NEED_SELFTEST) },

	{ .gate = "exception", .bits = 64, .call = "ud2", .way = "sigreturn",
	  .timed = TIMED_UD2, .expected = EXPECT_FAULT },
	{ .gate = "exception", .bits = 64, .call = "page-fault",
	  .way = "sigreturn", .timed = TIMED_PAGE_FAULT,
	  .expected = EXPECT_FAULT },
	{ SYSCALL("fast"), .call = "munmap-1", .number = __NR_munmap,
	  .renew = RENEW_TOUCHED, .expected = EXPECT_ZERO,
	  .argument = { 0, PAGE_SIZE } },
	{ MAP_PAGES(16) },
	{ MAP_PAGES(256) },
	{ .gate = "exception", .bits = 64, .call = "first-touch",
	  .way = "iret", .timed = TIMED_TOUCH, .renew = RENEW_UNTOUCHED,
	  .expected = EXPECT_ANY },
	{ .gate = "interrupt", .bits = 64, .call = "timer", .way = "iret",
	  .timed = TIMED_GAP, .base = BASE_STEP, .expected = EXPECT_GAP,
	  .argument = { 0, GAP_STEPS_MAX } },
	{ SYSCALL("fast"), WITH_LDT(__NR_getpid, NEED_NOTHING) },
	{ SYSENTER("fast"), WITH_LDT(__NR_getpid, NEED_SYSENTER) },
	{ INT80, WITH_LDT(__NR_ia32_getpid, NEED_INT80) },
};

const u32 cell_count = ARRAY_SIZE(cells);
_Static_assert(ARRAY_SIZE(cells) <= MAX_CELLS, "results[]");
