/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The record of the log: what is left of one that is too long is its beginning,
 * a line that says how much is missing, and its end.
 */
#include "save/record.c"
#include "lib/printf.c"
#include "lib/printf_spec.c"

#include "tap.h"

static struct console *registered;
static bool no_memory;

void console_register(struct console *console)
{
	registered = console;
}

void *area_begin(void)
{
	static void *area;

	return area ? area : (area = malloc(sizeof(*memory)));
}

bool area_resize(void *area, u64 size)
{
	check(area == area_begin() && size == sizeof(*memory), "%lu bytes",
	      size);
	return !no_memory;
}

/* The log's byte at an offset. */
static char byte_at(u64 at)
{
	return 'a' + at / 26 * 7 % 26 + at % 3;
}

static u64 written;

static void log_bytes(u64 count)
{
	char text[64];

	for (; count; count -= count < 64 ? count : 64) {
		u64 i, part = count < 64 ? count : 64;

		for (i = 0; i < part; i++)
			text[i] = byte_at(written++);
		registered->write(registered, text, part);
	}
}

/* Checks that text is the log from that byte on. */
static void check_part(const char *text, u64 length, u64 from)
{
	u64 i;

	for (i = 0; i < length; i++)
		if (text[i] != byte_at(from + i))
			break;
	check(i == length, "byte %lu of %lu is not the log's %lu", i, length,
	      from + i);
}

/* Returns the next c. The log has no line end of its own. */
static const char *find(const char *text, u64 length, char c)
{
	for (; length; length--, text++)
		if (*text == c)
			return text;
	return NULL;
}

static void check_cut(u64 size)
{
	u64 length, head, left_out, tail;
	const char *text = record_cut(size, &length);
	const char *note = find(text, length, '\r'), *end;

	check(note, "of %lu, %lu: no line", written, size);
	if (!note)
		return;
	head = note - text;
	left_out = strtoul(note + 10, NULL, 10);
	end = find(note + 2, length - head - 2, '\n');
	tail = length - (end + 1 - text);
	check(head + left_out + tail == written,
	      "of %lu, %lu: %lu + %lu + %lu", written, size, head, left_out,
	      tail);
	check(length <= size + NOTE_MAX, "of %lu, %lu: %lu bytes", written,
	      size, length);
	check_part(text, head, 0);
	check_part(end + 1, tail, written - tail);
}

static void test_short(void)
{
	u64 length;
	const char *text;

	log_bytes(10000);
	text = record_cut(record_size(), &length);
	check(length == 10000, "%lu bytes", length);
	check_part(text, length, 0);
	check_cut(9999);
	check_cut(4000);
	check_cut(7);
	result("a short log is there, all of it or its ends");
}

static void test_long(void)
{
	u32 i;

	for (i = 0; i < 40; i++) {
		log_bytes(50001);
		if (written <= RECORD_MAX)
			continue;
		check_cut(RECORD_MAX);
		check_cut(record_size() - 1);
		check_cut(30000);
	}
	result("of a log without an end the two ends are there");
}

int main(void)
{
	no_memory = true;
	check(!record_init() && !registered, "without memory");
	no_memory = false;
	check(record_init() && registered, "with memory");
	test_short();
	test_long();
	free(area_begin());
	return tap_end();
}
