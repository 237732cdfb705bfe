/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads "# bench: gate=syscall bits=64 call=getpid ... median=1 ...". Pure. */

#include "cost/row.h"
#include "lib/string.h"

#define START "# bench: "

/* Returns what follows " key", up to a blank, and its length. NULL: nothing. */
static const char *field(const char *line, const char *key, size_t *length)
{
	size_t of_key = strlen(key);

	for (; *line; line++) {
		if (*line != ' ' || strlen(line) <= of_key ||
		    memcmp(line + 1, key, of_key))
			continue;
		line += 1 + of_key;
		for (*length = 0; line[*length] && line[*length] != ' ';)
			++*length;
		return line;
	}
	return NULL;
}

static bool is(const char *line, const char *key, const char *value)
{
	size_t length;
	const char *found = field(line, key, &length);

	return found && length == strlen(value) &&
	       !memcmp(found, value, length);
}

static bool read_gate(const char *line, struct cost_row *row)
{
	static const struct {
		const char *gate, *bits;
	} names[PAGE_GATE_ROWS] = {
		[PAGE_SYSCALL] = { "syscall", "64" },
		[PAGE_SYSENTER] = { "sysenter", "64" },
		[PAGE_INT80] = { "int80", "64" },
		[PAGE_SYSCALL_32] = { "syscall", "32" },
	};
	u32 i;

	for (i = 0; i < PAGE_GATE_ROWS; i++) {
		if (is(line, "gate=", names[i].gate) &&
		    is(line, "bits=", names[i].bits)) {
			row->gate = i;
			return true;
		}
	}
	return false;
}

static bool read_median(const char *line, struct cost_row *row)
{
	size_t length, i;
	const char *digits = field(line, "median=", &length);

	row->median = 0;
	for (i = 0; digits && i < length; i++) {
		if (digits[i] < '0' || digits[i] > '9' ||
		    row->median > UINT32_MAX)
			return false;
		row->median = 10 * row->median + digits[i] - '0';
	}
	return digits && length;
}

static bool read_unit(const char *line, struct cost_row *row)
{
	size_t length;
	const char *unit = field(line, "unit=", &length);

	if (!unit || !length || length >= sizeof(row->unit))
		return false;
	memcpy(row->unit, unit, length);
	row->unit[length] = '\0';
	return true;
}

bool cost_row_read(const char *line, struct cost_row *row)
{
	if (strncmp(line, START, sizeof(START) - 1))
		return false;
	row->bare = is(line, "call=", "floor");
	if (!row->bare && !is(line, "call=", "getpid"))
		return false;
	return read_gate(line, row) && read_median(line, row) &&
	       read_unit(line, row);
}
