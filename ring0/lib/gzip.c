/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A gzip file: a header with optional fields, deflated data, and a trailer,
 * the CRC-32 and the length of what was deflated.
 */
#include "lib/gzip.h"

#include "lib/inflate.h"
#include "lib/string.h"

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
	u32 length;
};

static struct gzip_error error(const char *what, u64 offset)
{
	return (struct gzip_error){ what, offset };
}

/* The trailer; the file may lie at any address. false: too short. */
static bool read_trailer(const u8 *data, u64 size, struct gzip_trailer *trailer)
{
	if (size < sizeof(struct gzip_header) + sizeof(*trailer))
		return false;
	memcpy(trailer, data + size - sizeof(*trailer), sizeof(*trailer));
	return true;
}

bool gzip_is(const void *data, u64 size)
{
	return size >= sizeof(GZIP_MAGIC) - 1 &&
	       !memcmp(data, GZIP_MAGIC, sizeof(GZIP_MAGIC) - 1);
}

u32 gzip_output_size(const void *data, u64 size)
{
	struct gzip_trailer trailer;

	return read_trailer(data, size, &trailer) ? trailer.length : 0;
}

/* Where the zero-terminated string at offset ends, and what is next begins. */
static u64 behind_string(const u8 *data, u64 size, u64 offset)
{
	while (offset < size && data[offset])
		offset++;
	return offset + 1;
}

/* Where the deflated data begins; size or more: the header does not end. */
static u64 behind_header(const u8 *data, u64 size, u8 flags)
{
	u64 offset = sizeof(struct gzip_header);

	if (flags & GZIP_FEXTRA)
		offset += 2 + (data[offset] | data[offset + 1] << 8);
	if (flags & GZIP_FNAME)
		offset = behind_string(data, size, offset);
	if (flags & GZIP_FCOMMENT)
		offset = behind_string(data, size, offset);
	if (flags & GZIP_FHCRC)
		offset += 2;
	return offset;
}

/* The CRC-32 of Ethernet and of RFC 1952, its lowest bit being x^31. */
u32 gzip_crc32(const void *data, u64 size)
{
	const u8 *byte = data;
	const u32 polynomial = 0xedb88320;
	u32 table[256], crc = ~0u, i, bit;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		table[i] = i;
		for (bit = 0; bit < 8; bit++)
			table[i] = table[i] >> 1 ^
				   (table[i] & 1 ? polynomial : 0);
	}
	while (size--)
		crc = crc >> 8 ^ table[(u8)crc ^ *byte++];
	return ~crc;
}

struct gzip_error gzip_inflate(const void *file, u64 size, void *output)
{
	const struct gzip_header *header = file;
	struct inflate_data data = { .input = file, .output = output };
	struct gzip_trailer trailer;
	const char *what;

	if (!gzip_is(file, size))
		return error("not a gzip file", 0);
	if (!read_trailer(file, size, &trailer))
		return error("it ends early", size);
	if (header->method != GZIP_METHOD_DEFLATE)
		return error("not deflated",
			     offsetof(struct gzip_header, method));
	if (header->flags & GZIP_RESERVED)
		return error("unknown flags",
			     offsetof(struct gzip_header, flags));
	data.size = size - sizeof(trailer);
	data.capacity = trailer.length;
	data.next = behind_header(file, data.size, header->flags);
	if (data.next >= data.size)
		return error("the header does not end", data.size);
	what = inflate(&data);
	if (what)
		return error(what, data.next);
	if (data.next != data.size)
		return error("something follows the data", data.next);
	if (data.written != trailer.length)
		return error("it is shorter than it says", data.next);
	if (gzip_crc32(output, data.written) != trailer.crc)
		return error("its CRC-32 is wrong", data.next);
	return error(NULL, 0);
}
