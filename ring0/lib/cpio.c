/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Steps through newc archives. An entry is a header of 110 characters, a name,
 * and data; name and data are each padded to 4 bytes. Every size is held
 * against what is left before it is used.
 */
#include "lib/cpio.h"

#include <sys/stat.h>
#include "lib/path.h"
#include "lib/string.h"

#define NEWC_MAGIC "070701"
#define NEWC_SUM_MAGIC "070702"
#define OLD_MAGIC "070707"
#define MAGIC_SIZE 6
#define TRAILER "TRAILER!!!"
#define DIGITS 8

/* A header's numbers, in its order; each is 8 hexadecimal digits there. */
struct newc_fields {
	u32 ino;
	u32 mode;
	u32 uid, gid;
	u32 nlink;
	u32 mtime;
	u32 filesize;
	u32 devmajor, devminor;
	u32 rdevmajor, rdevminor;
	u32 namesize; /* with the zero at its end */
	u32 check;    /* the sum of the data's bytes, if the magic says so */
};

#define FIELDS (sizeof(struct newc_fields) / sizeof(u32))
#define HEADER_SIZE (MAGIC_SIZE + FIELDS * DIGITS)
_Static_assert(HEADER_SIZE == 110, "newc");

static bool hex_digit(char c, u32 *digit)
{
	if (c >= '0' && c <= '9')
		*digit = (u32)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*digit = (u32)(c - 'a') + 10;
	else if (c >= 'A' && c <= 'F')
		*digit = (u32)(c - 'A') + 10;
	else
		return false;
	return true;
}

static bool read_fields(const char *digits, struct newc_fields *fields)
{
	u32 numbers[FIELDS] = { 0 }, digit;
	size_t i;

	for (i = 0; i < FIELDS * DIGITS; i++) {
		if (!hex_digit(digits[i], &digit))
			return false;
		numbers[i / DIGITS] = numbers[i / DIGITS] << 4 | digit;
	}
	memcpy(fields, numbers, sizeof(*fields));
	return true;
}

static bool begins_with(const char *at, u64 left, const char *magic)
{
	return left >= MAGIC_SIZE && !memcmp(at, magic, MAGIC_SIZE);
}

/* Reads the header at the start of the left bytes. Returns what is wrong. */
static const char *read_header(const char *at, u64 left,
			       struct newc_fields *fields)
{
	if (begins_with(at, left, OLD_MAGIC))
		return "bad magic, of an old archive (" OLD_MAGIC "): "
		       "cpio -H newc writes one that serves";
	if (left >= MAGIC_SIZE && !begins_with(at, left, NEWC_MAGIC) &&
	    !begins_with(at, left, NEWC_SUM_MAGIC))
		return "bad magic, not a newc header (" NEWC_MAGIC ")";
	if (left < HEADER_SIZE)
		return "the archive ends inside a header";
	if (!read_fields(at + MAGIC_SIZE, fields))
		return "a number in a header is not hexadecimal";
	return NULL;
}

static const char *check_name(const char *name, u64 left, u64 size)
{
	if (!size)
		return "a name of no size";
	if (size > left)
		return "a name reaches past the end of the archive";
	if (strnlen(name, size) != size - 1)
		return "a name does not end where its size says";
	return NULL;
}

static u32 sum(const u8 *bytes, u64 size)
{
	u32 total = 0;

	while (size--)
		total += *bytes++;
	return total;
}

/* Reads the entry at offset, TRAILER!!! too. Returns what is wrong. */
static const char *read_entry(const struct cpio *cpio, struct cpio_entry *entry)
{
	const char *at = cpio->data + cpio->offset, *name = at + HEADER_SIZE;
	u64 left = cpio->size - cpio->offset, data_at;
	struct newc_fields fields;
	const char *error = read_header(at, left, &fields);

	if (!error && cpio->offset % 4)
		error = "an archive begins at no multiple of 4";
	if (!error)
		error = check_name(name, left - HEADER_SIZE, fields.namesize);
	if (error)
		return error;
	data_at = ALIGN_UP(HEADER_SIZE + fields.namesize, (u64)4);
	if (data_at > left && !strcmp(name, TRAILER))
		data_at = left; /* padding that nothing needs */
	if (data_at > left || fields.filesize > left - data_at)
		return "a file reaches past the end of the archive";
	*entry = (struct cpio_entry){
		.name = name,
		.data = at + data_at,
		.size = fields.filesize,
		.mode = fields.mode,
		.links = fields.nlink,
		.file = { fields.ino, fields.devmajor, fields.devminor },
	};
	if (begins_with(at, left, NEWC_SUM_MAGIC) && S_ISREG(entry->mode) &&
	    sum(entry->data, entry->size) != fields.check)
		return "the checksum of a file's data is wrong";
	return NULL;
}

enum cpio_status cpio_next(struct cpio *cpio, struct cpio_entry *entry)
{
	for (;;) {
		while (cpio->offset < cpio->size && !cpio->data[cpio->offset])
			cpio->offset++;
		if (cpio->offset == cpio->size)
			return CPIO_END;
		cpio->error = read_entry(cpio, entry);
		if (cpio->error)
			return CPIO_ERROR;
		cpio->offset = (const char *)entry->data - cpio->data;
		cpio->offset = ALIGN_UP(cpio->offset + entry->size, (u64)4);
		if (cpio->offset > cpio->size)
			cpio->offset = cpio->size;
		cpio->archive += !cpio->in_archive;
		cpio->in_archive = strcmp(entry->name, TRAILER);
		entry->archive = cpio->archive;
		if (cpio->in_archive)
			return CPIO_ENTRY;
	}
}

/* GNU cpio puts the data of a file with several names to the last of them. */
static void find_data(const void *data, u64 size, struct cpio_entry *entry)
{
	struct cpio cpio = { .data = data, .size = size };
	struct cpio_entry other;

	while (cpio_next(&cpio, &other) == CPIO_ENTRY) {
		if (other.archive != entry->archive || !other.size ||
		    other.links < 2 || !S_ISREG(other.mode) ||
		    memcmp(other.file, entry->file, sizeof(other.file)))
			continue;
		entry->data = other.data;
		entry->size = other.size;
	}
}

bool cpio_find(const void *data, u64 size, const char *path,
	       struct cpio_entry *entry)
{
	struct cpio cpio = { .data = data, .size = size };
	struct cpio_entry next;
	bool found = false;

	while (cpio_next(&cpio, &next) == CPIO_ENTRY) {
		if (!path_same(next.name, path))
			continue;
		*entry = next;
		found = true;
	}
	if (found && S_ISREG(entry->mode) && entry->links > 1)
		find_data(data, size, entry);
	return found;
}
