/* SPDX-License-Identifier: BSD-2-Clause */
/* The alphabets of deflated data (RFC 1951, 3.2.5): what each symbol means. */
#include "lib/deflate_alphabet.h"

#include "lib/prefix_code.h"

u32 literal_or_length(u32 i)
{
	u32 n = i - END_OF_BLOCK - 1, extra;

	if (i <= END_OF_BLOCK)
		return SYMBOL(i, 0);
	if (i > LAST_LITERAL)
		return SYMBOL(NO_MEANING, 0);
	if (i == LAST_LITERAL)
		return SYMBOL(END_OF_BLOCK + LONGEST_MATCH, 0);
	if (n < 8)
		return SYMBOL(END_OF_BLOCK + 3 + n, 0);
	/* 3 to 10 in eights, then each four with one more bit. */
	extra = n / 4 - 1;
	return SYMBOL(END_OF_BLOCK + 3 + ((4 + n % 4) << extra), extra);
}

u32 distance_of(u32 i)
{
	u32 extra = i / 2 - 1;

	if (i < 4)
		return SYMBOL(1 + i, 0);
	if (i > LAST_DISTANCE)
		return SYMBOL(NO_MEANING, 0);
	/* 1 to 4, then each two with one more bit than those before. */
	return SYMBOL(1 + ((2 + i % 2) << extra), extra);
}

u32 length_of_code(u32 i)
{
	return SYMBOL(i, 0);
}
