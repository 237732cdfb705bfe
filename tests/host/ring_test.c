/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trace's ring against a list: records of random sizes go into rings of
 * many sizes, and what comes out is the newest of them, whole and in order, and
 * the rest is counted as dropped.
 */
#include "trace/ring.c"

#include <string.h>
#include "tap.h"

#define RECORDS 400
#define SIZE_MAX_ 96 /* bytes of a record */

struct record {
	struct ring_entry entry;
	u64 number;
	u8 filling[SIZE_MAX_ - 16];
};

static u8 byte_of(u64 number, u64 place)
{
	return number * 31 + place;
}

static void make(struct record *record, u64 number)
{
	u64 i;

	*record = (struct record){ .number = number };
	record->entry.kind = RING_CALL + random_below(3);
	record->entry.size = 16 + 8 * random_below((SIZE_MAX_ - 16) / 8 + 1);
	for (i = 0; i + 16 < record->entry.size; i++)
		record->filling[i] = byte_of(number, i);
}

static bool whole(const struct record *record, u64 number)
{
	u64 i;

	for (i = 0; i + 16 < record->entry.size; i++)
		if (record->filling[i] != byte_of(number, i))
			return false;
	return record->number == number;
}

/* All from first on are there; and before it size bytes would not fit. */
static void compare(const struct ring *ring, const u32 *sizes, u64 count)
{
	const struct ring_entry *entry = NULL;
	u64 dropped = ring->dropped[RING_CALL] + ring->dropped[RING_RETURN] +
		      ring->dropped[RING_SIGNAL];
	u64 number = dropped, bytes = 0;

	while ((entry = ring_next(ring, entry))) {
		check(whole((const void *)entry, number), "record %lu of %lu",
		      (unsigned long)number, (unsigned long)count);
		bytes += sizes[number++];
	}
	check(number == count, "the newest is %lu of %lu",
	      (unsigned long)number, (unsigned long)count);
	check(!dropped || bytes + SIZE_MAX_ + sizes[dropped - 1] > ring->size,
	      "dropped without need: %lu bytes of %lu", (unsigned long)bytes,
	      (unsigned long)ring->size);
}

static void fill(u64 size)
{
	u8 *bytes = malloc(size);
	u32 sizes[RECORDS];
	struct record record;
	struct ring ring;
	u64 i;

	ring_init(&ring, bytes, size);
	check(!ring_next(&ring, NULL), "a new ring is empty");
	for (i = 0; i < RECORDS; i++) {
		make(&record, i);
		sizes[i] = record.entry.size;
		check(ring_put(&ring, &record.entry), "put");
		compare(&ring, sizes, i + 1);
	}
	ring_clear(&ring);
	check(!ring_next(&ring, NULL) && !ring.dropped[RING_CALL], "cleared");
	free(bytes);
}

static void too_large(void)
{
	u64 bytes[4];
	struct record record = { .entry = { .size = 40, .kind = RING_CALL } };
	struct ring ring;

	ring_init(&ring, bytes, sizeof(bytes));
	check(!ring_put(&ring, &record.entry), "40 bytes do not fit into 32");
	check(!ring_next(&ring, NULL), "and nothing is there");
}

int main(void)
{
	u64 size;

	for (size = SIZE_MAX_; size < 40 * SIZE_MAX_; size += 8)
		fill(size);
	result("the newest records are there, whole and in order");
	too_large();
	result("a record larger than the ring is refused");
	return tap_end();
}
