/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All of ring 3's memory is copied with faults caught, and what is at an end of
 * mapped memory as far as it goes, for strings.
 */

#include "trace/capture.h"
#include <linux/uio.h>
#include <linux/poll.h>
#include "layout.h"
#include "lib/string.h"
#include "mm/user_copy.h"

#define STRING_MAX 512 /* a path with its end, as the file calls take it */

static struct capture *next_capture(const struct capturing *to)
{
	return (struct capture *)((u8 *)to->record + to->record->size);
}

static u64 room(const struct capturing *to)
{
	u64 used = to->record->size + sizeof(struct capture);

	return used < RECORD_MAX ? RECORD_MAX - used : 0;
}

/* The bytes are in place. */
static void finish(struct capturing *to, u8 part, u64 length)
{
	*next_capture(to) = (struct capture){
		.argument = to->index, .part = part, .length = length };
	to->record->size += ALIGN_UP(sizeof(struct capture) + length, 8);
}

void capture_memory(struct capturing *to, u64 user, u64 size, u8 part)
{
	if (ALIGN_UP(size, 8) <= room(to) && access_ok(user, size) &&
	    copy_from_user(next_capture(to)->bytes, user, size))
		finish(to, part, size);
}

/* Byte by byte, as the handler reads it: it may end just before a hole. */
void capture_string(struct capturing *to)
{
	u64 user = to->argument[to->index], i;
	u8 *bytes = next_capture(to)->bytes;

	for (i = 0; i < STRING_MAX && i + 8 < room(to); i++) {
		if (!access_ok(user + i, 1) ||
		    !copy_from_user(bytes + i, user + i, 1))
			return;
		if (!bytes[i])
			break;
	}
	finish(to, 0, i);
}

static u64 shown(u64 count)
{
	return count < SHOWN_BYTES ? count : SHOWN_BYTES;
}

void capture_bytes(struct capturing *to)
{
	capture_memory(to, to->argument[to->index],
		       shown(to->argument[to->index + 1]), 0);
}

void capture_result_bytes(struct capturing *to)
{
	capture_memory(to, to->argument[to->index], shown(to->result), 0);
}

/* elements are in the record as part 0. left: bytes that they may have. */
static void capture_elements(struct capturing *to, const struct iovec *elements,
			     u64 count, u64 left)
{
	u64 i, size;

	for (i = 0; i < count; i++) {
		size = elements[i].iov_len < left ? elements[i].iov_len : left;
		left -= size;
		if (!elements[i].iov_base)
			continue;
		capture_memory(to, (u64)elements[i].iov_base, shown(size),
			       i + 1);
	}
}

static u64 shown_elements(const struct capturing *to)
{
	u64 count = to->argument[to->index + 1];

	return count < SHOWN_ELEMENTS ? count : SHOWN_ELEMENTS;
}

static void capture_vector(struct capturing *to, u64 left)
{
	struct iovec *elements = (struct iovec *)next_capture(to)->bytes;
	u32 before = to->record->size;
	u64 count = shown_elements(to);

	capture_memory(to, to->argument[to->index], count * sizeof(*elements),
		       0);
	if (to->record->size != before)
		capture_elements(to, elements, count, left);
}

void capture_iovec(struct capturing *to)
{
	capture_vector(to, -1ull);
}

void capture_result_iovec(struct capturing *to)
{
	capture_vector(to, to->result);
}

/* i386's elements are recorded as 64-bit code's. */
void capture_iovec_32(struct capturing *to)
{
	struct iovec *elements = (struct iovec *)next_capture(to)->bytes;
	u64 count = shown_elements(to), i;
	struct {
		u32 base, length;
	} from[SHOWN_ELEMENTS];

	if (count * sizeof(*elements) > room(to) ||
	    !copy_from_user(from, to->argument[to->index],
			    count * sizeof(from[0])))
		return;
	for (i = 0; i < count; i++)
		elements[i] = (struct iovec){ (void *)(u64)from[i].base,
					      from[i].length };
	finish(to, 0, count * sizeof(*elements));
	capture_elements(to, elements, count, -1ull);
}

void capture_pollfds(struct capturing *to)
{
	u64 count = to->argument[to->index + 1];

	if (count > SHOWN_ELEMENTS)
		count = SHOWN_ELEMENTS;
	capture_memory(to, to->argument[to->index],
		       count * sizeof(struct pollfd), 0);
}

#define DIRENT_LENGTH 16 /* struct linux_dirent64's d_reclen */

void capture_dirents(struct capturing *to)
{
	u64 user = to->argument[to->index], end = user + to->result;
	u64 count = 0;
	u16 length;

	for (; user < end; user += length, count++)
		if (!copy_from_user(&length, user + DIRENT_LENGTH,
				    sizeof(length)) || !length)
			return;
	if (sizeof(count) > room(to))
		return;
	memcpy(next_capture(to)->bytes, &count, sizeof(count));
	finish(to, 0, sizeof(count));
}

const struct capture *record_capture(const struct ring_entry *record,
				     size_t start, u8 argument, u8 part)
{
	const u8 *at = (const u8 *)record + start;
	const u8 *end = (const u8 *)record + record->size;
	const struct capture *capture;
	u64 size;

	for (; at < end; at += size) {
		capture = (const void *)at;
		size = ALIGN_UP(sizeof(*capture) + capture->length, 8);
		if (capture->argument == argument && capture->part == part)
			return capture;
	}
	return NULL;
}
