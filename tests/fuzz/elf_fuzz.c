/* SPDX-License-Identifier: BSD-2-Clause */
/* ELF files: of one that is taken each segment lies where elf_open() says. */
#include <string.h>
#include "lib/elf_image.c"
#include "lib/symbols.c"
#include "fuzz.h"

#define LOW 0x400000ull
#define HIGH 0x800000000000ull

static const struct elf_limits limits[] = {
	{ .low = LOW, .high = HIGH, .max_memory = 1 << 24 },
	{ .low = LOW, .high = HIGH, .max_memory = 1 << 24,
	  .bias = 0x555555554000 },
};

static void read_image(const struct elf_image *image,
		       const struct elf_limits *allowed)
{
	uint64_t before = allowed->low, offset, start;
	size_t length;
	uint32_t i;

	for (i = 0; i < image->segment_count; i++) {
		elf_segment *segment = (elf_segment *)&image->segments[i];

		if (!elf_is_loaded(segment))
			continue;
		start = elf_segment_start(image, segment);
		must(start >= before && start < allowed->high);
		must(segment->p_memsz <= allowed->max_memory);
		must(start + segment->p_memsz <= allowed->high);
		must(segment->p_filesz <= segment->p_memsz);
		must(elf_in_file(image, segment->p_offset, segment->p_filesz));
		must(!(segment->p_flags & PF_W && segment->p_flags & PF_X));
		before = start + segment->p_memsz;
	}
	start = image->header->e_entry + image->bias;
	must(elf_is_code(image, start));
	symbol_find(image, start, &offset);
	elf_interpreter(image, &length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size + 1); /* aligned, as in an archive */
	size_t i;

	memcpy(copy, data, size);
	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		struct elf_image image;
		struct elf_error error =
			elf_open(&image, copy, size, &limits[i]);

		if (!error.what)
			read_image(&image, &limits[i]);
	}
	free(copy);
	return 0;
}
