/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Initramfs buffers as Linux's buffer-format.rst has them: archives, compressed
 * by gzip(1) or not, with zeros around them; and what is none of that. Of one
 * that is cut or damaged, nothing but whole files is left.
 */
#include <string.h>
#include <unistd.h>
#include "lib/prefix_code.c"
#include "lib/deflate_alphabet.c"
#include "lib/inflate.c"
#include "lib/gzip.c"
#include "lib/path.c"
#include "lib/cpio.c"
#include "lib/unpack.c"
#undef HEADER_SIZE
#include "cpio_sample.h"
#include "gzip_sample.h"
#include "tap.h"

#define ROUNDS 3000
#define OUTPUT_MAX (64 * ROOM)

static u8 buffer[16 * ROOM];
static u64 used;

static void put(const void *bytes, u64 size)
{
	memcpy(buffer + used, bytes, size);
	used += size;
}

static void zeros(u64 count)
{
	memset(buffer + used, 0, count);
	used += count;
}

static void align(void)
{
	zeros(-used % 4);
}

/* An archive of one file, which has its own name for data. */
static struct bytes one_file(const char *name, bool trailer)
{
	static struct archive archive;

	archive = (struct archive){ .size = 0 };
	add(&archive, S_IFREG | 0755, name, name);
	if (trailer)
		add_trailer(&archive);
	return (struct bytes){ (u8 *)archive.bytes, archive.size };
}

static void plain(const char *name)
{
	struct bytes archive = one_file(name, true);

	put(archive.data, archive.size);
}

static void compressed(const char *name)
{
	struct bytes archive = one_file(name, true);
	struct bytes file = run_gzip("-9n", &archive);

	put(file.data, file.size);
	free(file.data);
}

static const char *more(struct inflate_data *data)
{
	if (data->capacity == OUTPUT_MAX)
		return "no more room";
	data->capacity += ROOM / 2;
	return NULL;
}

/* From memory of exactly the buffer's size. All that is left must be whole. */
static struct unpacked unpack_size(u64 size, struct inflate_data *data)
{
	struct cpio cpio = { .size = 0 };
	struct cpio_entry entry;
	struct unpacked result;
	u32 files = 0;

	*data = (struct inflate_data){ .input = exact_copy(buffer, size),
				       .size = size,
				       .output = malloc(OUTPUT_MAX),
				       .more = more };
	result = unpack(data);
	cpio.data = result.data;
	cpio.size = result.size;
	while (cpio_next(&cpio, &entry) == CPIO_ENTRY)
		files++;
	check(!cpio.error && files == result.files, "%u files, not %u: %s",
	      files, result.files, cpio.error);
	return result;
}

static void release(struct inflate_data *data)
{
	free((void *)data->input);
	free(data->output);
}

/* names: of the files that must be there, a letter each */
static void expect(const char *what, const char *names)
{
	struct inflate_data data;
	struct unpacked result = unpack_size(used, &data);
	char name[2] = "?";
	struct cpio_entry entry;
	const char *n;

	check(!result.error && result.files == strlen(names), "%s: %u, %s",
	      what, result.files, result.error);
	for (n = names; *n; n++) {
		name[0] = *n;
		check(cpio_find(result.data, result.size, name, &entry) &&
			      entry.size == 1 && *(char *)entry.data == *n,
		      "%s: %s", what, name);
	}
	release(&data);
	used = 0;
}

static void test_good(void)
{
	expect("nothing", "");
	zeros(1000);
	expect("zeros", "");
	plain("a");
	expect("as it is", "a");
	plain("a"), plain("b");
	expect("one after the other", "ab");
	plain("a"), zeros(1024), plain("b"), zeros(13);
	expect("with zeros between and after", "ab");
	zeros(4), plain("a");
	expect("with zeros before", "a");
	compressed("a");
	expect("compressed", "a");
	compressed("a"), zeros(300);
	expect("compressed, with zeros after", "a");
	compressed("a"), align(), plain("b");
	expect("compressed, and one as it is", "ab");
	plain("a"), compressed("b");
	expect("as it is, and one compressed", "ab");
	plain("a"), zeros(3), compressed("b"), compressed("c"), zeros(1),
		compressed("d"), zeros(5), align(), plain("e"), plain("f"),
		compressed("g"), zeros(2);
	expect("all of it", "abcdefg");
	result("each that Linux takes");
}

static void test_no_trailer(void)
{
	struct bytes archive = one_file("a", false), file;

	put(archive.data, archive.size);
	plain("b");
	expect("none between two", "ab");
	archive = one_file("a", false);
	put(archive.data, archive.size);
	compressed("b");
	expect("none before one compressed", "ab");
	archive = one_file("a", false);
	file = run_gzip("-9n", &archive);
	put(file.data, file.size);
	free(file.data);
	align();
	plain("b");
	expect("none in one compressed", "ab");
	result("an archive may end without its trailer");
}

/* Two archives in one that is compressed; the same name twice. */
static void test_nested(void)
{
	struct bytes inner, file;

	plain("a"), zeros(8), plain("b");
	inner = (struct bytes){ malloc(used), used };
	memcpy(inner.data, buffer, used);
	used = 0;
	file = run_gzip("-9n", &inner);
	put(file.data, file.size);
	free(file.data);
	free(inner.data);
	expect("two in one", "ab");
	result("what is compressed may be several archives");
}

struct refusal {
	const char *error, *compression;
	u32 files, archive;
	u64 offset;
	bool inflated;
};

static void refused(const char *what, struct refusal expected)
{
	struct inflate_data data;
	struct unpacked result = unpack_size(used, &data);

	check(result.error && !strcmp(result.error, expected.error) &&
		      !strcmp(result.compression, expected.compression),
	      "%s: %s: %s", what, result.compression, result.error);
	check(result.files == expected.files &&
		      result.archive == expected.archive &&
		      result.offset == expected.offset &&
		      result.inflated == expected.inflated,
	      "%s: %u files, archive %u, byte %lu", what, result.files,
	      result.archive, result.offset);
	release(&data);
	used = 0;
}

static void test_compressions(void)
{
	static const struct {
		const char *name, *bytes;
	} others[] = {
		{ "bzip2", "BZh9" },	       { "lzma", "]\0\0\x80" },
		{ "xz", "\xfd" "7zX" },	       { "lzo", "\x89LZO" },
		{ "lz4", "\x02!L\x18" },       { "lz4", "\x04\x22M\x18" },
		{ "zstd", "\x28\xb5\x2f\xfd" },
	};
	u64 at;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		put(others[i].bytes, 4), zeros(40);
		refused(others[i].name,
			(struct refusal){ "not supported, only gzip is",
					  others[i].name, 0, 1, 0, false });
		plain("a"), compressed("b");
		at = used;
		put(others[i].bytes, 4);
		refused(others[i].name,
			(struct refusal){ "not supported, only gzip is",
					  others[i].name, 2, 3, at, false });
	}
	result("what is compressed otherwise is named");
}

static void test_refused(void)
{
	static const char no_newc[] = "bad magic, not a newc header (070701)";
	struct bytes rubbish = { (u8 *)"no archive at all", 17 }, file;
	u64 at;

	put("rubbish", 7);
	refused("rubbish", (struct refusal){ no_newc, "", 0, 1, 0, false });
	plain("a"), zeros(7);
	at = used;
	put("rubbish", 7);
	refused("rubbish after an archive",
		(struct refusal){ no_newc, "", 1, 2, at, false });
	compressed("a"), align(), zeros(2);
	at = used;
	plain("b");
	refused("one that is not aligned",
		(struct refusal){ "an archive begins at no multiple of 4", "",
				  1, 2, at, false });
	plain("a"), compressed("b");
	buffer[used - 5] ^= 1;
	refused("a CRC-32", (struct refusal){ "its CRC-32 is wrong", "gzip", 1,
					      2, used - 8, false });
	compressed("a");
	file = run_gzip("-9n", &rubbish);
	put(file.data, file.size);
	free(file.data);
	refused("rubbish, compressed",
		(struct refusal){ no_newc, "gzip", 1, 2, 0, true });
	result("what is no archive is told, with its place");
}

static void test_room(void)
{
	static u8 large[OUTPUT_MAX];
	struct bytes input = { large, sizeof(large) };
	struct bytes file = run_gzip("-9n", &input);
	struct inflate_data data;
	struct unpacked unpacked;

	plain("a"), put(file.data, file.size);
	unpacked = unpack_size(used, &data);
	check(unpacked.error && !strcmp(unpacked.error, "no more room") &&
		      unpacked.files == 1 && unpacked.archive == 2,
	      "%s", unpacked.error);
	release(&data);
	free(file.data);
	used = 0;
	result("one too large to be inflated leaves those before it");
}

static void test_damage(void)
{
	struct inflate_data data;
	struct unpacked unpacked;
	u8 kept;
	u64 i, at;

	plain("a"), compressed("b"), align(), plain("c"), compressed("d");
	for (i = 0; i <= used; i++) {
		unpacked = unpack_size(i, &data);
		check(unpacked.offset <= i && unpacked.files <= 4, "cut at %lu",
		      i);
		release(&data);
	}
	result("one that is cut, at each byte");
	for (i = 0; i < ROUNDS; i++) {
		at = random_below(used);
		kept = buffer[at];
		buffer[at] = random_number();
		unpacked = unpack_size(used, &data);
		release(&data);
		buffer[at] = kept;
	}
	result("one that is damaged leaves whole files only");
}

int main(void)
{
	test_good();
	test_no_trailer();
	test_nested();
	test_compressions();
	test_refused();
	test_room();
	test_damage();
	return tap_end();
}
