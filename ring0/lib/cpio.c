/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Steps through a newc archive. An entry is a header of 110 characters, a
 * name, and data; name and data are each padded to 4 bytes. Every size is
 * compared with what is left of the archive before it is used.
 */
#include "lib/cpio.h"

#include <sys/stat.h>
#include "lib/string.h"

#define NEWC_MAGIC "070701"
#define TRAILER "TRAILER!!!"
#define DIGITS 8

/* Every field is hexadecimal, and not terminated. */
struct newc_header {
	char magic[6];
	char ino[DIGITS];
	char mode[DIGITS];
	char uid[DIGITS];
	char gid[DIGITS];
	char nlink[DIGITS];
	char mtime[DIGITS];
	char filesize[DIGITS];
	char devmajor[DIGITS];
	char devminor[DIGITS];
	char rdevmajor[DIGITS];
	char rdevminor[DIGITS];
	char namesize[DIGITS]; /* bytes, the NUL at its end included */
	char check[DIGITS];
};
_Static_assert(sizeof(struct newc_header) == 110, "newc_header");

/* The fields that are used, as numbers. */
struct newc_fields {
	u32 mode, filesize, namesize;
};

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

static bool hex_field(const char *field, u32 *value)
{
	u32 digit;
	int i;

	*value = 0;
	for (i = 0; i < DIGITS; i++) {
		if (!hex_digit(field[i], &digit))
			return false;
		*value = *value << 4 | digit;
	}
	return true;
}

/* Reads the header at at; left: bytes from there on. NULL, or what is wrong. */
static const char *read_header(const char *at, u64 left,
			       struct newc_fields *fields)
{
	const struct newc_header *header = (const void *)at;

	if (!left)
		return "the archive ends without " TRAILER;
	if (left < sizeof(*header))
		return "the archive ends inside a header";
	if (memcmp(header->magic, NEWC_MAGIC, sizeof(header->magic)))
		return "bad magic, not a newc header (" NEWC_MAGIC ")";
	if (!hex_field(header->mode, &fields->mode) ||
	    !hex_field(header->filesize, &fields->filesize) ||
	    !hex_field(header->namesize, &fields->namesize))
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

enum cpio_status cpio_next(const void *archive, u64 archive_size, u64 *offset,
			   struct cpio_entry *entry, const char **error)
{
	const char *base = archive;
	u64 name_at = *offset + sizeof(struct newc_header);
	struct newc_fields fields;
	u64 data_at;

	*error = read_header(base + *offset, archive_size - *offset, &fields);
	if (*error)
		return CPIO_ERROR;
	*error = check_name(base + name_at, archive_size - name_at,
			    fields.namesize);
	if (*error)
		return CPIO_ERROR;
	if (!strcmp(base + name_at, TRAILER))
		return CPIO_END;

	data_at = ALIGN_UP(name_at + fields.namesize, 4u);
	if (data_at > archive_size ||
	    fields.filesize > archive_size - data_at) {
		*error = "a file reaches past the end of the archive";
		return CPIO_ERROR;
	}
	*entry = (struct cpio_entry){base + name_at, base + data_at,
				     fields.filesize, fields.mode};
	*offset = ALIGN_UP(data_at + fields.filesize, 4u);
	if (*offset > archive_size)
		*offset = archive_size;
	return CPIO_ENTRY;
}

static const char *without_dot(const char *name)
{
	return strncmp(name, "./", 2) ? name : name + 2;
}

enum cpio_status cpio_find(const void *archive, u64 archive_size,
			   const char *name, struct cpio_entry *entry)
{
	enum cpio_status found = CPIO_END;
	enum cpio_status status;
	struct cpio_entry next;
	const char *error;
	u64 offset = 0;

	name = without_dot(name);
	while ((status = cpio_next(archive, archive_size, &offset, &next,
				   &error)) == CPIO_ENTRY) {
		if (S_ISREG(next.mode) &&
		    !strcmp(without_dot(next.name), name)) {
			*entry = next;
			found = CPIO_ENTRY;
		}
	}
	return found == CPIO_ENTRY ? found : status;
}
