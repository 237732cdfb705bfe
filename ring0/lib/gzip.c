/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A gzip member: a header with optional fields, deflated data, and a trailer,
 * the CRC-32 and the length of what was deflated.
 */
#include "lib/gzip.h"

#include "lib/string.h"
#include "lib/unaligned.h"

#define GZIP_MAGIC "\x1f\x8b"
#define GZIP_METHOD_DEFLATE 8
#define GZIP_FHCRC (1 << 1)
#define GZIP_FEXTRA (1 << 2)
#define GZIP_FNAME (1 << 3)
#define GZIP_FCOMMENT (1 << 4)
#define GZIP_RESERVED 0xe0

struct gzip_header {
	u8 magic[2];
	u8 method;
	u8 flags;
	u8 time[4];
	u8 extra_flags, system;
};
_Static_assert(sizeof(struct gzip_header) == 10, "RFC 1952, 2.3");

struct gzip_trailer {
	u32 crc;
	u32 length; /* modulo 2^32 */
};

bool gzip_is(const void *data, u64 size)
{
	return size >= sizeof(GZIP_MAGIC) - 1 &&
	       !memcmp(data, GZIP_MAGIC, sizeof(GZIP_MAGIC) - 1);
}

/* What comes after the zero-terminated string at offset. */
static u64 after_string(const u8 *data, u64 size, u64 offset)
{
	while (offset < size && data[offset])
		offset++;
	return offset + 1;
}

/* Where the fields end; size or more: they do not. */
static u64 after_fields(const u8 *data, u64 size, u64 offset, u8 flags)
{
	offset += sizeof(struct gzip_header);
	if (flags & GZIP_FEXTRA)
		offset += 2 + (data[offset] | data[offset + 1] << 8);
	if (flags & GZIP_FNAME)
		offset = after_string(data, size, offset);
	if (flags & GZIP_FCOMMENT)
		offset = after_string(data, size, offset);
	return offset;
}

/* Of the header, from start to next, and the two bytes that follow it. */
static bool header_crc_is_right(const struct inflate_data *data, u64 start)
{
	u32 crc = gzip_crc32(data->input + start, data->next - start);

	return load_u16(data->input + data->next) == (u16)crc;
}

static const char *read_gzip_fields(struct inflate_data *data, u8 flags)
{
	const u64 crc_size = flags & GZIP_FHCRC ? sizeof(u16) : 0;
	u64 start = data->next;

	data->next = after_fields(data->input, data->size, start, flags);
	if (data->next + crc_size >= data->size) {
		data->next = data->size;
		return "the header does not end";
	}
	if (crc_size && !header_crc_is_right(data, start))
		return "its header's CRC-16 is wrong";
	data->next += crc_size;
	return NULL;
}

/* Moves next to where the deflated data begin; or to what is wrong. */
static const char *read_gzip_header(struct inflate_data *data)
{
	const u8 *start = data->input + data->next;
	const struct gzip_header *header = (const void *)start;
	u64 left = data->size - data->next;

	if (!gzip_is(start, left))
		return "not a gzip file";
	if (left < sizeof(*header) + sizeof(struct gzip_trailer)) {
		data->next = data->size;
		return "it ends early";
	}
	if (header->method != GZIP_METHOD_DEFLATE) {
		data->next += offsetof(struct gzip_header, method);
		return "not deflated";
	}
	if (header->flags & GZIP_RESERVED) {
		data->next += offsetof(struct gzip_header, flags);
		return "unknown flags";
	}
	return read_gzip_fields(data, header->flags);
}

static const char *check_trailer(struct inflate_data *data, const u8 *output,
				 u64 length)
{
	struct gzip_trailer trailer;

	if (data->size - data->next < sizeof(trailer)) {
		data->next = data->size;
		return "it ends early";
	}
	memcpy(&trailer, data->input + data->next, sizeof(trailer));
	if ((u32)length < trailer.length)
		return "it is shorter than it says";
	if ((u32)length > trailer.length)
		return "it is longer than it says";
	if (gzip_crc32(output, length) != trailer.crc)
		return "its CRC-32 is wrong";
	data->next += sizeof(trailer);
	return NULL;
}

const char *gzip_inflate(struct inflate_data *data)
{
	const char *error = read_gzip_header(data);
	u64 start = data->written;

	if (!error)
		error = inflate(data);
	if (!error)
		error = check_trailer(data, data->output + start,
				      data->written - start);
	return error;
}

/* --- CRC-32: of Ethernet and of RFC 1952, its lowest bit being x^31 --- */

#define POLYNOMIAL 0xedb88320

/* [n][i]: the remainder of the byte i with n bytes of zeros after it. */
typedef u32 crc_table[sizeof(u64)][256];

static void make_crc_table(crc_table table)
{
	u32 n, i, bit, crc;

	for (i = 0; i < ARRAY_SIZE(table[0]); i++) {
		crc = i;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
		table[0][i] = crc;
	}
	for (n = 1; n < sizeof(u64); n++)
		for (i = 0; i < ARRAY_SIZE(table[0]); i++) {
			crc = table[n - 1][i];
			table[n][i] = crc >> 8 ^ table[0][(u8)crc];
		}
}

/* The remainder of eight bytes, the first lowest: each by what follows it. */
static inline u32 remainder_of(crc_table table, u64 word)
{
	u32 low = word, high = word >> 32;

	return table[7][(u8)low] ^ table[6][(u8)(low >> 8)] ^
	       table[5][(u8)(low >> 16)] ^ table[4][low >> 24] ^
	       table[3][(u8)high] ^ table[2][(u8)(high >> 8)] ^
	       table[1][(u8)(high >> 16)] ^ table[0][high >> 24];
}

u32 gzip_crc32(const void *data, u64 size)
{
	const u8 *next = data;
	crc_table table;
	u32 crc = ~0u;

	make_crc_table(table);
	for (; size >= sizeof(u64); size -= sizeof(u64), next += sizeof(u64))
		crc = remainder_of(table, load_u64(next) ^ crc);
	for (; size; size--)
		crc = crc >> 8 ^ table[0][(u8)crc ^ *next++];
	return ~crc;
}
