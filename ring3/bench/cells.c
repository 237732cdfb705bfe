/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of cells. getpid and a number that no table has do next to nothing
 * in the kernel; writev is given WRITEV_BYTES of descriptors of pieces that
 * are empty, so it copies these and writes nothing; set-rf has ring 0 change
 * the frame, so that the return must be by IRET.
 */
#include "cells.h"
#include <linux/uio.h>
#include <unistd_32.h>
#include <unistd_64.h>
#include "../lib/sys.h"

#define UNKNOWN 392 /* free for ever in both of Linux's tables */
#define WRITEV_BYTES 64

struct iovec_32 {
	u32 base, length;
};

static const struct iovec empty[WRITEV_BYTES / sizeof(struct iovec)];
static const struct iovec_32 empty_32[WRITEV_BYTES / sizeof(struct iovec_32)];

#define GETPID(gate_, way_, timed_, number_, need_)                        \
	{ .gate = gate_, .call = "getpid", .way = way_, .timed = timed_,   \
	  .number = number_, .need = need_, .expected = EXPECT_PID }
#define NO_CALL(gate_, way_, timed_, need_)                                \
	{ .gate = gate_, .call = "unknown", .way = way_, .timed = timed_,  \
	  .number = UNKNOWN, .need = need_, .expected = EXPECT_ENOSYS }
#define WRITEV(gate_, way_, timed_, number_, vector, need_)                \
	{ .gate = gate_, .call = "copy64", .way = way_, .timed = timed_,   \
	  .number = number_, .need = need_, .expected = EXPECT_ZERO,       \
	  .argument = { STDOUT, (u64)(vector), ARRAY_SIZE(vector) } }
#define SET_RF(gate_, timed_, number_, need_)                              \
	{ .gate = gate_, .call = "set-rf", .way = "iret", .timed = timed_, \
	  .number = number_, .need = need_, .expected = EXPECT_ZERO,       \
	  .argument = { SELFTEST_SET_RF } }
#define FLOOR(gate_, way_, timed_, need_, bare_)                           \
	{ .gate = gate_, .call = "floor", .way = way_, .timed = timed_,    \
	  .number = UNKNOWN, .need = need_, .expected = EXPECT_NUMBER,     \
	  .bare = 1 + (bare_) }
#define FAULT(gate_, call_, timed_)                                        \
	{ .gate = gate_, .call = call_, .way = "sigreturn",                \
	  .timed = timed_, .expected = EXPECT_ANY }

const struct cell cells[] = {
	GETPID("syscall", "fast", timed_syscall, __NR_getpid, NEED_NOTHING),
	NO_CALL("syscall", "fast", timed_syscall, NEED_NOTHING),
	WRITEV("syscall", "fast", timed_syscall, __NR_writev, empty,
	       NEED_NOTHING),
	SET_RF("syscall", timed_syscall, __NR_selftest, NEED_SELFTEST),
	FLOOR("syscall", "fast", timed_syscall, NEED_SELFTEST, GATE_SYSCALL),

	GETPID("sysenter", "fast", timed_sysenter, __NR_getpid, NEED_SYSENTER),
	NO_CALL("sysenter", "fast", timed_sysenter, NEED_SYSENTER),
	WRITEV("sysenter", "fast", timed_sysenter, __NR_writev, empty,
	       NEED_SYSENTER),
	SET_RF("sysenter", timed_sysenter, __NR_selftest, NEED_BOTH),
	FLOOR("sysenter", "fast", timed_sysenter, NEED_BOTH, GATE_SYSENTER),

	GETPID("int80", "iret", timed_int80, __NR_ia32_getpid, NEED_INT80),
	NO_CALL("int80", "iret", timed_int80, NEED_INT80),
	WRITEV("int80", "iret", timed_int80, __NR_ia32_writev, empty_32,
	       NEED_INT80),
	FLOOR("int80", "iret", timed_int80, NEED_SELFTEST, GATE_INT80),

	FAULT("exception", "ud2", timed_ud2),
	FAULT("exception", "page-fault", timed_page_fault),
};

const u32 cell_count = ARRAY_SIZE(cells);
