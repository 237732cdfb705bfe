/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gzip files to test with: what gzip(1) makes of inputs of several kinds, the
 * same with other headers, and damaged ones.
 */
#ifndef GATEHOUSE_GZIP_SAMPLE_H
#define GATEHOUSE_GZIP_SAMPLE_H

#include "lib/gzip.h"
#include "tap.h"

struct bytes {
	u8 *data;
	u64 size;
};

static void must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

/* --- inputs --- */

enum {
	INPUT_EMPTY,
	INPUT_BYTE,
	INPUT_TEXT,
	INPUT_RUNS,
	INPUT_ZEROS,	/* the longest matches, one distance */
	INPUT_NOISE,	/* stored blocks */
	INPUT_DISTANT,	/* matches at every distance */
	INPUT_PROGRAM,	/* of several blocks, each with codes of its own */
	INPUTS
};

#define MAX_INPUT 70000

static const u64 input_size[INPUTS] = { 0,     1,     500,   3000,
					70000, 70000, 70000, 70000 };

static inline u8 input_byte(unsigned int kind, const u8 *data, u64 i)
{
	static const char words[] = "the gate that it came in by and back ";
	static FILE *program;

	switch (kind) {
	case INPUT_TEXT:
		return words[(i + i / 7 * random_below(2)) %
			     (sizeof(words) - 1)];
	case INPUT_RUNS:
		return i / 100;
	case INPUT_NOISE:
		return random_number();
	case INPUT_DISTANT:
		return i < 33000 || !random_below(40)
			       ? random_number()
			       : data[i - 1 - random_below(32768)];
	case INPUT_PROGRAM:
		if (!program)
			program = fopen("/proc/self/exe", "rb");
		must(program, "/proc/self/exe");
		return fgetc(program);
	}
	return 0;
}

/* false: there is no input of that number. */
static inline bool make_input(unsigned int kind, struct bytes *input)
{
	u64 i;

	if (kind >= INPUTS)
		return false;
	input->size = input_size[kind];
	input->data = malloc(input->size + 1);
	for (i = 0; i < input->size; i++)
		input->data[i] = input_byte(kind, input->data, i);
	return true;
}

/* --- gzip's output, and the same with other headers --- */

static struct bytes run_gzip(const char *options, const struct bytes *input)
{
	char path[] = P_tmpdir "/gzip_test.XXXXXX", command[128];
	struct bytes file = { malloc(input->size + 1000), 0 };
	int fd = mkstemp(path);
	FILE *pipe;

	must(fd >= 0 && write(fd, input->data, input->size) ==
				(ssize_t)input->size,
	     path);
	close(fd);
	snprintf(command, sizeof(command), "gzip %s < %s", options, path);
	pipe = popen(command, "r");
	must(pipe, command);
	file.size = fread(file.data, 1, input->size + 1000, pipe);
	must(!pclose(pipe), command);
	unlink(path);
	return file;
}

#define HEADER_SIZE 10

static inline struct bytes with_fields(const struct bytes *plain,
					 u8 flags)
{
	static const u8 field[][8] = { "\x1\x2", "\x5\0abcde", "name", "why?" };
	static const u8 field_size[] = { 2, 7, 5, 5 };
	struct bytes file = { malloc(plain->size + sizeof(field)),
			      HEADER_SIZE };
	/* In this order: FEXTRA, FNAME, FCOMMENT, FHCRC. */
	static const unsigned int order[] = { 1, 2, 3, 0 };
	size_t i;

	memcpy(file.data, plain->data, HEADER_SIZE);
	file.data[3] = flags;
	for (i = 0; i < 4; i++) {
		if (!(flags & 1 << (order[i] + 1)))
			continue;
		memcpy(file.data + file.size, field[order[i]],
		       field_size[order[i]]);
		if (!order[i]) { /* CRC-16 is half of CRC-32 */
			u32 crc = gzip_crc32(file.data, file.size);

			memcpy(file.data + file.size, &crc, sizeof(u16));
		}
		file.size += field_size[order[i]];
	}
	memcpy(file.data + file.size, plain->data + HEADER_SIZE,
	       plain->size - HEADER_SIZE);
	file.size += plain->size - HEADER_SIZE;
	return file;
}

/* --- damage --- */

/* Some bytes are others, and perhaps the size, too. */
static inline struct bytes scrambled(const struct bytes *file)
{
	struct bytes copy = { exact_copy(file->data, file->size), file->size };
	u64 times = 1 + random_below(8), at;

	while (times--) {
		at = HEADER_SIZE + random_below(file->size - HEADER_SIZE);
		copy.data[at] = random_number();
	}
	if (!random_below(4))
		copy.size -= random_below(copy.size - 2);
	return copy;
}

#endif
