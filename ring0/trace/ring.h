/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A ring of records of any size, for one writer. It never waits: when it is
 * full the oldest records give way, and it counts them. Pure.
 */
#ifndef RING0_TRACE_RING_H
#define RING0_TRACE_RING_H

#include "types.h"

enum ring_kind {
	RING_PADDING, /* up to the ring's end, where a record did not fit */
	RING_CALL,
	RING_RETURN,
	RING_SIGNAL,
	RING_KINDS,
};

/* Each record begins with it. */
struct ring_entry {
	u32 size; /* bytes, with this; a multiple of 8 */
	u8 kind;  /* enum ring_kind */
	u8 reserved[3];
};

struct ring {
	u8 *bytes;
	u64 size;
	u64 head, tail;		 /* bytes ever written, and ever given up */
	u64 dropped[RING_KINDS]; /* records that gave way */
};

/* size: a multiple of 8. bytes must be aligned to 8. */
void ring_init(struct ring *ring, void *bytes, u64 size);

/* Copies the record into the ring. false: it is larger than the ring. */
bool ring_put(struct ring *ring, const struct ring_entry *entry);

/*
 * Returns the record after *entry, or the oldest one for NULL. NULL: there are
 * no more. It is valid until the next ring_put().
 */
const struct ring_entry *ring_next(const struct ring *ring,
				   const struct ring_entry *entry);

/* Gives up all records, which then were no drops, and forgets the drops. */
void ring_clear(struct ring *ring);

#endif
