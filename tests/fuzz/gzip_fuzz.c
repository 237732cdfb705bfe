/* SPDX-License-Identifier: BSD-2-Clause */
/* gzip files: what zlib inflates must come out the same, and nothing else. */
#include <string.h>
#define inflate inflate_ours /* zlib has a function of that name */
#include "lib/prefix_code.c"
#include "lib/deflate_alphabet.c"
#include "lib/inflate.c"
#include "lib/gzip.c"
#undef inflate
#include <zlib.h>
#include "fuzz.h"

#define ROOM 65536

/* Returns zlib's status; *written bytes are in output, one member is read. */
static int by_zlib(const uint8_t *data, size_t size, uint8_t *output,
		   uint64_t *written)
{
	z_stream stream = { .next_in = (uint8_t *)data, .avail_in = size,
			    .next_out = output, .avail_out = ROOM };
	int status;

	must(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK); /* 16: gzip */
	status = inflate(&stream, Z_FINISH);
	*written = stream.total_out;
	inflateEnd(&stream);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t ours[ROOM + INFLATE_SLACK], theirs[ROOM];
	struct inflate_data inflated = { .input = data, .size = size,
					 .output = ours,
					 .capacity = sizeof(ours) };
	const char *error = gzip_inflate(&inflated);
	uint64_t written;
	int status = by_zlib(data, size, theirs, &written);

	must(inflated.next <= size);
	if (status == Z_STREAM_END) {
		must(!error);
		must(inflated.written == written);
		must(!memcmp(ours, theirs, written));
	} else {
		must(error || inflated.written > ROOM);
	}
	return 0;
}
