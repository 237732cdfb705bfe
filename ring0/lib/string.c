/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The string functions. memcpy() and memset() are inline assembly, because
 * compilers replace a C loop that does this by a call of that very function.
 */
#include "lib/string.h"

#include "types.h"

/* The string instructions for one long. */
#ifdef __x86_64__
#define MOVS_LONG "movsq"
#define STOS_LONG "stosq"
#else
#define MOVS_LONG "movsl"
#define STOS_LONG "stosl"
#endif

void *memcpy(void *to, const void *from, size_t size)
{
	void *at = to;
	size_t words = size / sizeof(long);
	size_t bytes = size % sizeof(long);

	asm volatile("rep " MOVS_LONG
		     : "+D"(at), "+S"(from), "+c"(words)
		     :
		     : "memory");
	asm volatile("rep movsb"
		     : "+D"(at), "+S"(from), "+c"(bytes)
		     :
		     : "memory");
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	u8 *at = to;
	const u8 *source = from;

	/* Forwards is safe unless to lies inside [from, from + size). */
	if ((uintptr_t)to - (uintptr_t)from >= size)
		return memcpy(to, from, size);
	while (size--) {
		at[size] = source[size];
		/* One byte at a time, or gcc makes this a call of memmove. */
		asm volatile("" : : : "memory");
	}
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	unsigned long pattern = ~0ul / 0xff * (u8)byte;
	void *at = to;
	size_t words = size / sizeof(long);
	size_t bytes = size % sizeof(long);

	asm volatile("rep " STOS_LONG
		     : "+D"(at), "+c"(words)
		     : "a"(pattern)
		     : "memory");
	asm volatile("rep stosb"
		     : "+D"(at), "+c"(bytes)
		     : "a"(pattern)
		     : "memory");
	return to;
}

static bool same_word(const u8 *a, const u8 *b)
{
	unsigned long x, y;

	__builtin_memcpy(&x, a, sizeof(x));
	__builtin_memcpy(&y, b, sizeof(y));
	return x == y;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const u8 *x = a;
	const u8 *y = b;

	for (; size >= sizeof(long) && same_word(x, y); size -= sizeof(long)) {
		x += sizeof(long);
		y += sizeof(long);
	}
	for (; size; size--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

size_t strnlen(const char *s, size_t max)
{
	size_t length = 0;

	while (length < max && s[length])
		length++;
	return length;
}

size_t strlen(const char *s)
{
	return strnlen(s, SIZE_MAX);
}

int strncmp(const char *a, const char *b, size_t max)
{
	for (; max; max--, a++, b++) {
		if (*a != *b)
			return (u8)*a - (u8)*b;
		if (!*a)
			break;
	}
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, SIZE_MAX);
}
