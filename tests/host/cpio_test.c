/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpio archives: a good one, then the same one cut at every byte, with each
 * byte changed, with single fields broken, and changed at random. Each lies in
 * a block of its exact size, so that a byte read past its end is seen.
 */
#include "lib/path.c"
#include "lib/cpio.c"

#include "cpio_sample.h"
#include "tap.h"

#define ROUNDS 100000

static bool inside(const char *copy, u64 size, const struct cpio_entry *entry)
{
	u64 name_at = (u64)(entry->name - copy);
	u64 data_at = (u64)((const char *)entry->data - copy);

	return name_at < size && strlen(entry->name) < size - name_at &&
	       data_at % 4 == 0 && data_at <= size &&
	       entry->size <= size - data_at;
}

/* Steps to the end of size bytes; returns how it ended, and how many came. */
static enum cpio_status read_all(const char *bytes, u64 size, u32 *count,
				 const char **error, u64 *offset)
{
	char *copy = exact_copy(bytes, size);
	struct cpio cpio = { .data = copy, .size = size };
	struct cpio_entry entry;
	enum cpio_status status;
	u64 before = 0;

	*count = 0;
	while ((status = cpio_next(&cpio, &entry)) == CPIO_ENTRY) {
		check(inside(copy, size, &entry), "entry %u is outside",
		      *count);
		check(cpio.offset > before && cpio.offset <= size,
		      "entry %u: no step forward", *count);
		before = cpio.offset;
		++*count;
	}
	check((status == CPIO_ERROR) == !!cpio.error, "an error without text");
	*error = cpio.error;
	*offset = cpio.offset;
	cpio_find(copy, size, "walk", &entry);
	free(copy);
	return status;
}

static void check_find(const struct archive *archive, const char *name,
		       const char *data)
{
	struct cpio_entry entry;
	bool found = cpio_find(archive->bytes, archive->size, name, &entry);

	if (!data) {
		check(!found, "%s was found", name);
		return;
	}
	check(found && entry.size == strlen(data) &&
		      !memcmp(entry.data, data, entry.size),
	      "%s was not found, or is another", name);
}

static void test_good(const struct archive *archive)
{
	struct cpio cpio = { .data = archive->bytes, .size = archive->size };
	struct cpio_entry entry;
	const char *error;
	u64 offset;
	u32 count;

	check(cpio_next(&cpio, &entry) == CPIO_ENTRY &&
		      !strcmp(entry.name, "bin") && !entry.size &&
		      entry.mode == (S_IFDIR | 0755),
	      "the directory");
	check(read_all(archive->bytes, archive->size, &count, &error,
		       &offset) == CPIO_END &&
		      count == archive->count - 1,
	      "the entries are %u", count);
	check_find(archive, "walk", "the new walk");
	check_find(archive, "./walk", "the new walk");
	check_find(archive, "fault", "x");
	check_find(archive, "./fault", "x");
	check_find(archive, "empty", "");
	check_find(archive, "/fault", "x");
	check_find(archive, "//./fault", "x");
	check_find(archive, "bin", "");
	check_find(archive, "bin/", "");
	check_find(archive, "link", "walk");
	check_find(archive, "wal", NULL);
	check_find(archive, "walks", NULL);
	check_find(archive, "", NULL);
	check_find(archive, "bin/walk", NULL);
	check_find(archive, "TRAILER!!!", NULL);
	result("a good archive, and what is found in it");
}

/*
 * What must come of the first size bytes: the entries whose data are whole. An
 * archive may end without a trailer, so between two entries nothing is missed.
 */
static void test_truncated(const struct archive *archive)
{
	u64 size, offset, trailer = archive->entries[archive->count - 1];
	const char *error;
	u32 count, whole;
	bool between;

	for (size = 0; size < archive->ends[archive->count - 1]; size++) {
		enum cpio_status status =
			read_all(archive->bytes, size, &count, &error, &offset);

		for (whole = 0; archive->ends[whole] <= size; whole++)
			;
		between = size <= archive->entries[whole] ||
			  size >= trailer + HEADER_SIZE + sizeof(TRAILER);
		check(count == whole && offset <= size &&
			      status == (between ? CPIO_END : CPIO_ERROR),
		      "cut at %lu: %u entries", size, count);
	}
	result("an archive cut at every byte");
}

struct broken {
	size_t at, size; /* which bytes of the second entry */
	const char *bytes;
	const char *error;
};

#define FIELD(member, bytes, error)                                            \
	{                                                                      \
		MAGIC_SIZE + 2 * offsetof(struct newc_fields, member),         \
			strlen(bytes), bytes, error                            \
	}
#define NAME HEADER_SIZE

static const struct broken broken[] = {
	{0, 6, "070707", "bad magic, of an old archive (070707): "
			 "cpio -H newc writes one that serves"},
	{0, 6, "070703", "bad magic, not a newc header (070701)"},
	{0, 2, "\xc7\x71", "bad magic, not a newc header (070701)"},
	{0, 6, "070702", "the checksum of a file's data is wrong"},
	FIELD(mode, "0000g1ed", "a number in a header is not hexadecimal"),
	FIELD(filesize, " 0000005", "a number in a header is not hexadecimal"),
	FIELD(filesize, "0x000005", "a number in a header is not hexadecimal"),
	FIELD(filesize, "-0000005", "a number in a header is not hexadecimal"),
	FIELD(namesize, "0000000G", "a number in a header is not hexadecimal"),
	FIELD(namesize, "0000000/", "a number in a header is not hexadecimal"),
	FIELD(namesize, "0000000:", "a number in a header is not hexadecimal"),
	FIELD(namesize, "0000000@", "a number in a header is not hexadecimal"),
	FIELD(namesize, "0000000`", "a number in a header is not hexadecimal"),
	FIELD(namesize, "00000000", "a name of no size"),
	FIELD(namesize, "ffffffff",
	      "a name reaches past the end of the archive"),
	FIELD(namesize, "00001000",
	      "a name reaches past the end of the archive"),
	FIELD(namesize, "00000004", "a name does not end where its size says"),
	FIELD(namesize, "00000006", "a name does not end where its size says"),
	FIELD(filesize, "ffffffff",
	      "a file reaches past the end of the archive"),
	FIELD(filesize, "FFFFFFFD",
	      "a file reaches past the end of the archive"),
	FIELD(filesize, "00001000",
	      "a file reaches past the end of the archive"),
	{NAME + 4, 1, "x", "a name does not end where its size says"},
	{NAME + 2, 1, "", "a name does not end where its size says"},
};

static void test_broken(const struct archive *good)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(broken); i++) {
		struct archive bad = *good;
		const char *error;
		u64 offset;
		u32 count;

		memcpy(bad.bytes + bad.entries[1] + broken[i].at,
		       broken[i].bytes, broken[i].size);
		check(read_all(bad.bytes, bad.size, &count, &error, &offset) ==
				      CPIO_ERROR &&
			      count == 1 && offset == bad.entries[1] &&
			      !strcmp(error, broken[i].error),
		      "%s: %s", broken[i].error, error ? error : "accepted");
	}
	result("each broken field has its own text, and its place");
}

static void test_found_before_error(const struct archive *good)
{
	struct archive bad = *good;
	struct cpio_entry entry;

	bad.bytes[bad.entries[4]] = 'x';
	check(cpio_find(bad.bytes, bad.size, "walk", &entry) &&
		      entry.size == strlen("old walk"),
	      "the file ahead of the damage");
	check(!cpio_find(bad.bytes, bad.size, "link", &entry),
	      "a file that is not ahead of it");
	check(!cpio_find("", 0, "walk", &entry), "no archive");
	result("a file ahead of the damage is still found");
}

static void test_each_byte(const struct archive *good)
{
	const char *error;
	u64 offset, at;
	u32 count;
	int bit;

	for (at = 0; at < good->size; at++) {
		struct archive bad = *good;
		const char changes[] = {'\0', '\xff', 'f',
					(char)(bad.bytes[at] + 1)};
		size_t i;

		for (i = 0; i < sizeof(changes); i++) {
			bad.bytes[at] = changes[i];
			read_all(bad.bytes, bad.size, &count, &error, &offset);
		}
		for (bit = 0; bit < 8; bit++) {
			bad.bytes[at] = (char)(good->bytes[at] ^ 1 << bit);
			read_all(bad.bytes, bad.size, &count, &error, &offset);
		}
	}
	result("each byte changed, and each bit");
}

static void test_random(const struct archive *good)
{
	static const char digits[] = "0123456789abcdefABCDEF\0\xff";
	int round, change;

	for (round = 0; round < ROUNDS; round++) {
		struct archive bad = *good;
		const char *error;
		u64 offset;
		u32 count;

		for (change = (int)random_below(4); change >= 0; change--) {
			u64 at = random_below(bad.size);

			bad.bytes[at] =
				digits[random_below(sizeof(digits) - 1)];
		}
		read_all(bad.bytes,
			 random_below(2) ? bad.size : random_below(bad.size),
			 &count, &error, &offset);
	}
	result("archives changed at random");
}

int main(void)
{
	struct archive archive;

	make(&archive);
	test_good(&archive);
	test_truncated(&archive);
	test_broken(&archive);
	test_found_before_error(&archive);
	test_each_byte(&archive);
	test_random(&archive);
	return tap_end();
}
