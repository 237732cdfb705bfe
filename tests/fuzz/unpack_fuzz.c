/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Initramfs buffers: what is unpacked must be whole archives, as cpio_next()
 * reads them to their end, and no name in them may lead outside.
 */
#include <string.h>
#include "lib/prefix_code.c"
#include "lib/deflate_alphabet.c"
#include "lib/inflate.c"
#include "lib/gzip.c"
#include "lib/path.c"
#include "lib/cpio.c"
#include "lib/unpack.c"
#include "fuzz.h"

#define ROOM 65536

static struct cpio archives;

static bool look_up(const char *path, struct cpio_entry *entry)
{
	return cpio_find(archives.data, archives.size, path, entry);
}

static void check_entry(const struct cpio_entry *entry)
{
	const char *end = archives.data + archives.size;
	struct cpio_entry found;

	must(entry->name >= archives.data && entry->name < end);
	must(memchr(entry->name, 0, end - entry->name));
	must((const char *)entry->data >= archives.data);
	must(entry->size <= (uint64_t)(end - (const char *)entry->data));
	if (!path_resolve(look_up, entry->name, &found))
		must(found.size <= archives.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static _Alignas(8) uint8_t output[ROOM + INFLATE_SLACK];
	uint8_t *copy = malloc(size + 1); /* aligned, as the loader's is */
	struct inflate_data input = { .input = memcpy(copy, data, size),
				      .size = size, .output = output,
				      .capacity = sizeof(output) };
	struct unpacked unpacked = unpack(&input);
	struct cpio_entry entry;
	enum cpio_status status;

	archives = (struct cpio){ .data = unpacked.data,
				  .size = unpacked.size };
	while ((status = cpio_next(&archives, &entry)) == CPIO_ENTRY)
		check_entry(&entry);
	must(status == CPIO_END);
	free(copy);
	return 0;
}
