/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A console whose device is memory. Of a log that is too long it forgets the
 * oldest bytes after the first quarter.
 */

#include "save/record.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "log/console.h"
#include "mm/pages.h"

#define RECORD_MAX (512u << 10)
#define QUARTER (RECORD_MAX / 4)
#define NOTE_MAX 80

static struct {
	char record[RECORD_MAX];
	char cut[RECORD_MAX + NOTE_MAX];
} *memory;
static u64 used, forgotten; /* bytes */

static void forget(void)
{
	memmove(memory->record + QUARTER, memory->record + 2 * QUARTER,
		used - 2 * QUARTER);
	used -= QUARTER;
	forgotten += QUARTER;
}

/* A console gets less than a quarter in one call. */
static void write(const struct console *console, const char *text,
		  size_t length)
{
	(void)console;
	if (length > RECORD_MAX - used)
		forget();
	memcpy(memory->record + used, text, length);
	used += length;
}

bool record_init(void)
{
	static struct console console = {
		.name = "memory, to be saved",
		.write = write,
	};

	memory = area_begin();
	if (!area_resize(memory, sizeof(*memory)))
		return false;
	console_register(&console);
	return true;
}

u64 record_size(void)
{
	return used;
}

const char *record_cut(u64 size, u64 *length)
{
	u64 head = size / 4, tail = size - head;

	*length = used;
	if (size >= used && !forgotten)
		return memory->record;
	/* What is forgotten must be in the part that is left out. */
	if (forgotten && (size >= used || used - tail < QUARTER)) {
		head = QUARTER;
		tail = used - head;
	}
	memcpy(memory->cut, memory->record, head);
	*length = head + snprintf(memory->cut + head, NOTE_MAX,
				  "\r\n# save: %lu bytes are left out\r\n",
				  used - head - tail + forgotten);
	memcpy(memory->cut + *length, memory->record + used - tail, tail);
	*length += tail;
	return memory->cut;
}
