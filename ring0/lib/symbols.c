/* SPDX-License-Identifier: BSD-2-Clause */
/* Searches a table of symbols (symbols.h) from its start. Pure. */
#include "lib/symbols.h"

#include "lib/string.h"

#define BITS 7
#define MORE (1 << BITS)

struct cursor {
	const u8 *at, *end;
	u64 address;
	const char *name;
};

static bool next_address(struct cursor *cursor)
{
	u64 distance = 0;
	u8 byte;

	do {
		if (cursor->at == cursor->end)
			return false;
		byte = *cursor->at++;
		distance = distance << BITS | (byte & (MORE - 1));
	} while (byte & MORE);
	cursor->address += distance;
	return true;
}

static bool next_name(struct cursor *cursor)
{
	size_t room = cursor->end - cursor->at;
	size_t length = strnlen((const char *)cursor->at, room);

	cursor->name = (const char *)cursor->at;
	cursor->at += length + 1;
	return length < room;
}

const char *symbol_find(const void *table, u64 size, u64 address, u64 *offset)
{
	struct cursor cursor = { table, (const u8 *)table + size, 0, NULL };
	const char *name = NULL;

	while (next_address(&cursor)) {
		if (cursor.address > address)
			return name;
		if (!next_name(&cursor))
			break;
		name = cursor.name;
		*offset = address - cursor.address;
	}
	return NULL;
}
