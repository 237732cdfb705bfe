/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prefix codes: sets of lengths that are complete, and such that have a code
 * too many or too few, judged by Kraft's sum; and every symbol of a good code
 * is found by its code, made here as RFC 1951 says it, whatever follows it.
 */
#include "lib/prefix_code.c"

#include "tap.h"

#define SETS 20000
#define WHOLE (1u << MAX_CODE_BITS)

static u32 alphabet(u32 i)
{
	return SYMBOL(i, i % 14);
}

/* Splits a code in two, again and again, so that all are used. */
static void complete_lengths(u8 *length, u32 symbols)
{
	u32 made, at;

	__builtin_memset(length, 0, MAX_SYMBOLS);
	length[0] = length[1] = 1;
	for (made = 2; made < symbols; made++) {
		do
			at = random_below(made);
		while (length[at] == MAX_CODE_BITS);
		length[made] = ++length[at];
	}
	for (made = 0; made < symbols; made++) {
		u8 moved = length[made];

		at = random_below(MAX_SYMBOLS);
		length[made] = length[at];
		length[at] = moved;
	}
}

static u32 kraft_sum(const u8 *length)
{
	u32 total = 0, i;

	for (i = 0; i < MAX_SYMBOLS; i++)
		if (length[i])
			total += WHOLE >> length[i];
	return total;
}

/* RFC 1951, 3.2.2, word for word; the highest bit of a code comes first. */
static void assign(const u8 *length, u32 *code)
{
	u32 count[MAX_CODE_BITS + 1] = { 0 }, next[MAX_CODE_BITS + 1];
	u32 bits, value = 0, i;

	for (i = 0; i < MAX_SYMBOLS; i++)
		count[length[i]]++;
	count[0] = 0;
	for (bits = 1; bits <= MAX_CODE_BITS; bits++) {
		value = (value + count[bits - 1]) << 1;
		next[bits] = value;
	}
	for (i = 0; i < MAX_SYMBOLS; i++)
		if (length[i])
			code[i] = next[length[i]]++;
}

static u64 in_stream(u32 code, u32 bits, u64 rest)
{
	u32 i;

	for (i = 0; i < bits; i++)
		rest = rest << 1 | (code >> i & 1);
	return rest;
}

static void check_symbols(const struct prefix_code *made, const u8 *length)
{
	u32 code[MAX_SYMBOLS], i, symbol;
	u64 rest, bits;

	assign(length, code);
	for (i = 0; i < MAX_SYMBOLS; i++) {
		if (!length[i])
			continue;
		rest = random_number() >> MAX_CODE_BITS;
		bits = in_stream(code[i], length[i], rest);
		symbol = prefix_code_symbol(made, bits);
		check(symbol_bits(symbol) == length[i] + i % 14u &&
			      symbol_value(symbol, bits) ==
				      i + (rest & ((1u << i % 14) - 1)),
		      "symbol %u, of %u bits, is %#x", i, length[i], symbol);
	}
}

static void test_complete(void)
{
	static struct prefix_code made;
	u8 length[MAX_SYMBOLS];
	const char *error;
	u32 set;

	for (set = 0; set < SETS / 100; set++) {
		complete_lengths(length, 2 + random_below(MAX_SYMBOLS - 1));
		error = prefix_code_make(&made, alphabet, length, MAX_SYMBOLS);
		check(!error && kraft_sum(length) == WHOLE, "set %u: %s", set,
		      error);
		check_symbols(&made, length);
	}
	result("each symbol of a complete code is found by its code");
}

static void test_sums(void)
{
	static struct prefix_code made;
	u8 length[MAX_SYMBOLS];
	const char *error, *expected;
	u32 set, sum;

	for (set = 0; set < SETS; set++) {
		complete_lengths(length, 2 + random_below(20));
		length[random_below(MAX_SYMBOLS)] =
			random_below(MAX_CODE_BITS + 1);
		sum = kraft_sum(length);
		expected = sum > WHOLE ? "too many codes of a length" :
			   sum < WHOLE ? "too few codes" : NULL;
		error = prefix_code_make(&made, alphabet, length, MAX_SYMBOLS);
		if (sum == WHOLE / 2 && made.count[1] == 1)
			expected = NULL; /* one code of one bit */
		check(error == expected || (error && expected &&
					    !__builtin_strcmp(error, expected)),
		      "a sum of %u: %s", sum, error ? error : "accepted");
	}
	result("a code too many, and one too few, are told");
}

static void test_few(void)
{
	static struct prefix_code made;
	u8 length[MAX_SYMBOLS] = { 0 };

	check(!prefix_code_make(&made, alphabet, length, MAX_SYMBOLS) &&
		      prefix_code_symbol(&made, 0) == NO_CODE &&
		      prefix_code_symbol(&made, ~0ull) == NO_CODE,
	      "no code at all");
	length[7] = 1;
	check(!prefix_code_make(&made, alphabet, length, MAX_SYMBOLS) &&
		      symbol_bits(prefix_code_symbol(&made, 0)) == 1 + 7 &&
		      prefix_code_symbol(&made, 1) == NO_CODE,
	      "one code of one bit");
	length[7] = 2;
	check(prefix_code_make(&made, alphabet, length, MAX_SYMBOLS) != NULL,
	      "one code of two bits");
	result("no code, and a single one");
}

int main(void)
{
	test_complete();
	test_sums();
	test_few();
	return tap_end();
}
