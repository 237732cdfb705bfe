/* SPDX-License-Identifier: BSD-2-Clause */
/* The ring: no record wraps around, so a reader has each in one piece. */

#include "trace/ring.h"
#include "lib/string.h"

void ring_init(struct ring *ring, void *bytes, u64 size)
{
	*ring = (struct ring){ .bytes = bytes, .size = size };
}

static struct ring_entry *entry_at(const struct ring *ring, u64 place)
{
	return (struct ring_entry *)(ring->bytes + place % ring->size);
}

static void drop_oldest(struct ring *ring)
{
	const struct ring_entry *oldest = entry_at(ring, ring->tail);

	ring->dropped[oldest->kind]++;
	ring->tail += oldest->size;
}

static void make_room(struct ring *ring, u64 size)
{
	while (ring->head + size - ring->tail > ring->size)
		drop_oldest(ring);
}

static void pad_to_end(struct ring *ring, u64 rest)
{
	make_room(ring, rest);
	*entry_at(ring, ring->head) = (struct ring_entry){
		.size = rest, .kind = RING_PADDING };
	ring->head += rest;
}

bool ring_put(struct ring *ring, const struct ring_entry *entry)
{
	u64 rest = ring->size - ring->head % ring->size;

	if (entry->size > ring->size)
		return false;
	if (entry->size > rest)
		pad_to_end(ring, rest);
	make_room(ring, entry->size);
	memcpy(entry_at(ring, ring->head), entry, entry->size);
	ring->head += entry->size;
	return true;
}

const struct ring_entry *ring_next(const struct ring *ring,
				   const struct ring_entry *entry)
{
	u64 place = ring->tail;

	if (entry) {
		u64 at = (const u8 *)entry - ring->bytes;
		u64 from_tail = (at + ring->size - ring->tail % ring->size) %
				ring->size;

		place = ring->tail + from_tail + entry->size;
	}
	if (place < ring->head && entry_at(ring, place)->kind == RING_PADDING)
		place += entry_at(ring, place)->size;
	return place < ring->head ? entry_at(ring, place) : NULL;
}

void ring_clear(struct ring *ring)
{
	ring->tail = ring->head;
	memset(ring->dropped, 0, sizeof(ring->dropped));
}
