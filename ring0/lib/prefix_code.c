/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Codes of one length are successive numbers, and the first of them follows
 * from how many shorter ones there are (RFC 1951, 3.2.2). The data have the
 * highest bit of a code first, and the lowest bit of a byte first. So the
 * table's index is the code with its bits reversed.
 */
#include "lib/prefix_code.h"

#include "lib/string.h"

/* Sorts the symbols by the length of their codes. Returns what is wrong. */
static const char *sort(struct prefix_code *code, const u8 *length, u32 symbols)
{
	u16 next[MAX_CODE_BITS + 1];
	u32 left = 1, used = 0, i;

	for (i = 0; i < symbols; i++)
		code->count[length[i]]++;
	code->count[0] = 0;
	for (i = 1; i <= MAX_CODE_BITS; i++) {
		left <<= 1;
		if (left < code->count[i])
			return "too many codes of a length";
		left -= code->count[i];
		next[i] = used;
		used += code->count[i];
	}
	if (left && used > code->count[1])
		return "too few codes";
	for (i = 0; i < symbols; i++)
		if (length[i])
			code->order[next[length[i]]++] = i;
	return NULL;
}

/* Adds 1 to a code that has its bits reversed. */
static u32 next_reversed(u32 index, u32 length)
{
	u32 bit = 1u << (length - 1);

	while (index & bit) {
		index -= bit;
		bit >>= 1;
	}
	return index + bit;
}

static u32 with_code(const struct prefix_code *code, u32 i, u32 length)
{
	return code->alphabet(i) + (length << 8) + length;
}

/*
 * The table of one bit more begins as two copies of the one before, for shorter
 * codes do not depend on that bit. Codes of the new length go where no shorter
 * code is.
 */
static void fill_table(struct prefix_code *code)
{
	u32 *table = code->table;
	const u16 *next = code->order;
	u32 index = 0, length, left;

	table[0] = NO_CODE;
	for (length = 1; length <= TABLE_BITS; length++) {
		memcpy(table + (1 << (length - 1)), table,
		       sizeof(*table) << (length - 1));
		for (left = code->count[length]; left; left--) {
			table[index] = with_code(code, *next++, length);
			index = next_reversed(index, length);
		}
	}
}

const char *prefix_code_make(struct prefix_code *code, u32 (*alphabet)(u32),
			     const u8 *length, u32 symbols)
{
	const char *error;

	code->alphabet = alphabet;
	memset(code->count, 0, sizeof(code->count));
	error = sort(code, length, symbols);
	if (!error)
		fill_table(code);
	return error;
}

/*
 * rank is the number that the bits so far are, less the first code of their
 * length. If it is below count, they are a code, and rank is where its symbol
 * stands among those of this length.
 */
u32 prefix_code_long(const struct prefix_code *code, u64 bits)
{
	const u16 *order = code->order;
	u32 rank = 0, length;

	for (length = 1; length <= MAX_CODE_BITS; length++, bits >>= 1) {
		rank = rank << 1 | (bits & 1);
		if (rank < code->count[length])
			return with_code(code, order[rank], length);
		rank -= code->count[length];
		order += code->count[length];
	}
	return NO_CODE;
}
