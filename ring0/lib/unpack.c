/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is not compressed stays where it is until something compressed comes;
 * then all goes to the output, in order, each archive at a multiple of 4.
 */
#include "lib/unpack.h"

#include "lib/cpio.h"
#include "lib/gzip.h"
#include "lib/string.h"

/* What compressed data begin with, as Linux knows them, and lz4's own tool. */
static const struct {
	const char *name;
	u8 magic[2];
} compressions[] = {
	{ "gzip", { 0x1f, 0x8b } },  { "bzip2", { 'B', 'Z' } },
	{ "lzma", { 0x5d, 0x00 } },  { "xz", { 0xfd, '7' } },
	{ "lzo", { 0x89, 'L' } },    { "lz4", { 0x02, 0x21 } },
	{ "lz4", { 0x04, 0x22 } },   { "zstd", { 0x28, 0xb5 } },
};

static const char *compression_of(const u8 *data, u64 size)
{
	size_t i;

	for (i = 0; size >= 2 && i < ARRAY_SIZE(compressions); i++)
		if (!memcmp(data, compressions[i].magic, 2))
			return compressions[i].name;
	return "";
}

/* Counts files to the end, or to what is bad. */
static enum cpio_status look_through(struct cpio *cpio, struct unpacked *result)
{
	struct cpio_entry entry;
	enum cpio_status status;

	while ((status = cpio_next(cpio, &entry)) == CPIO_ENTRY)
		result->files++;
	return status;
}

static void align_output(struct inflate_data *data)
{
	while (data->written % 4)
		data->output[data->written++] = 0;
}

/* Copies [from, to) of the input to the output; the next may come after it. */
static const char *append(struct inflate_data *data, u64 from, u64 to)
{
	const char *error;

	from = ALIGN_UP(from, (u64)4);
	if (to < from)
		to = from;
	error = inflate_room(data, to - from + 2 * 4);
	if (error)
		return error;
	align_output(data);
	memcpy(data->output + data->written, data->input + from, to - from);
	data->written += to - from;
	align_output(data);
	return NULL;
}

/* The archive that begins at next. What is good of it is appended. */
static void inflate_archive(struct inflate_data *data, struct unpacked *result)
{
	u64 start = data->written;
	struct cpio cpio = { .data = (const char *)data->output + start };

	result->error = gzip_inflate(data);
	if (result->error) {
		data->written = start;
		result->offset = data->next;
		return;
	}
	cpio.size = data->written - start;
	if (look_through(&cpio, result) == CPIO_END)
		return;
	data->written = start + cpio.offset;
	result->error = cpio.error;
	result->offset = cpio.offset;
	result->inflated = true;
}

/* What is no archive as it is begins at cpio->offset. false: no gzip either. */
static bool is_gzip(const struct cpio *cpio, struct unpacked *result)
{
	const u8 *at = (const u8 *)cpio->data + cpio->offset;
	u64 left = cpio->size - cpio->offset;

	result->archive = cpio->archive + !cpio->in_archive;
	result->offset = cpio->offset;
	result->compression = compression_of(at, left);
	if (gzip_is(at, left))
		return true;
	result->error = result->compression[0] ? "not supported, only gzip is" :
						 cpio->error;
	return false;
}

struct unpacked unpack(struct inflate_data *data)
{
	struct cpio cpio = { .data = (const char *)data->input,
			     .size = data->size };
	struct unpacked result = { .data = data->input, .compression = "" };
	const char *error = NULL;
	u64 moved = 0; /* of the input: to the output */

	while (look_through(&cpio, &result) == CPIO_ERROR &&
	       is_gzip(&cpio, &result)) {
		result.data = data->output;
		result.error = append(data, moved, cpio.offset);
		moved = data->next = cpio.offset;
		if (!result.error)
			inflate_archive(data, &result);
		if (result.error)
			break;
		moved = cpio.offset = data->next;
		cpio.archive = result.archive;
		cpio.in_archive = false;
	}
	result.archives = cpio.archive;
	result.size = cpio.offset;
	if (result.data == data->output) {
		error = append(data, moved, cpio.offset);
		result.size = data->written;
	}
	if (error && !result.error) {
		result.error = error;
		result.offset = moved;
	}
	return result;
}
