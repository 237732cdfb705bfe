/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the ring holds: a record as a call comes in, with the memory of ring 3's
 * that it reads; one as the handler returns, with the memory that it has
 * written; and one for each signal. All of it is formatted later.
 */
#ifndef RING0_TRACE_RECORD_H
#define RING0_TRACE_RECORD_H

#include "entry/dispatch.h"
#include "trace/ring.h"

#define RECORD_MAX 4096 /* bytes; what else it should hold is left out */
#define NO_REASON 0xff	/* instead of enum return_reason: not known */

struct record_call {
	struct ring_entry entry;
	u32 number;
	u8 gate, abi;
	u8 last_reason; /* how the call before this one returned */
	u8 reserved;
	u64 argument[SYSCALL_MAX_ARGS];
	/* captures follow, to entry.size */
};

struct record_return {
	struct ring_entry entry;
	s64 result;
	/* captures follow, to entry.size */
};

struct record_signal {
	struct ring_entry entry;
	s32 signal, code;
	u64 address; /* of a fault */
	u32 pid;     /* of a sender */
	u32 reserved;
};

/* A piece of ring 3's memory. */
struct capture {
	u8 argument; /* 0 to 5 */
	u8 part;     /* an array is 0, and what its elements point to 1 on */
	u16 length;  /* bytes; the next capture is at a multiple of 8 */
	u32 reserved;
	u8 bytes[];
};

/*
 * Returns the capture of that argument in a record, whose own part has start
 * bytes. NULL: it could not be read, or there was no room.
 */
const struct capture *record_capture(const struct ring_entry *record,
				     size_t start, u8 argument, u8 part);

#endif
