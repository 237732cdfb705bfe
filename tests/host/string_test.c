/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares the string functions, renamed, with loops over single bytes: with
 * every small size at every alignment, between bytes that must not change.
 */
#define memcpy ring0_memcpy
#define memmove ring0_memmove
#define memset ring0_memset
#define memcmp ring0_memcmp
#define strlen ring0_strlen
#define strnlen ring0_strnlen
#define strcmp ring0_strcmp
#define strncmp ring0_strncmp
#include "lib/string.c"

#include "tap.h"

#define ROOM 96
#define MAX_AT 17
#define MAX_SIZE 41

static void fill_pattern(u8 *bytes)
{
	int i;

	for (i = 0; i < ROOM; i++)
		bytes[i] = (u8)(i * 7 + 1);
}

static bool same(const u8 *a, const u8 *b)
{
	int i;

	for (i = 0; i < ROOM; i++) {
		if (a[i] != b[i])
			return false;
	}
	return true;
}

static void test_memset(size_t at, size_t size)
{
	u8 is[ROOM], ought[ROOM];
	size_t i;

	fill_pattern(is);
	fill_pattern(ought);
	for (i = 0; i < size; i++)
		ought[at + i] = 0xa5;
	check(memset(is + at, 0x7fa5, size) == is + at && same(is, ought),
	      "memset at %zu, size %zu", at, size);
}

static void test_move(size_t to, size_t from, size_t size)
{
	u8 is[ROOM], ought[ROOM], source[ROOM];
	size_t i;

	fill_pattern(source);
	fill_pattern(ought);
	fill_pattern(is);
	for (i = 0; i < size; i++)
		ought[to + i] = source[from + i];
	check(memmove(is + to, is + from, size) == is + to && same(is, ought),
	      "memmove %zu to %zu, size %zu", from, to, size);
	fill_pattern(is);
	check(memcpy(is + to, source + from, size) == is + to &&
		      same(is, ought),
	      "memcpy %zu to %zu, size %zu", from, to, size);
}

static void test_memory(void)
{
	size_t at, from, size;

	for (at = 0; at < MAX_AT; at++) {
		for (size = 0; size < MAX_SIZE; size++)
			test_memset(at, size);
	}
	result("memset fills what it is told, and no more");
	for (at = 0; at < MAX_AT; at++) {
		for (from = 0; from < MAX_AT; from++) {
			for (size = 0; size < MAX_SIZE; size++)
				test_move(at, from, size);
		}
	}
	result("memmove and memcpy, at every distance");
}

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

/* a and b are equal up to at, where a has x and b has y. */
static void test_difference(size_t at, u8 x, u8 y)
{
	u8 *a = exact_copy("abcdefghijklmnop", 17);
	u8 *b = exact_copy("abcdefghijklmnop", 17);
	int ought = sign(x - y);

	a[at] = x;
	b[at] = y;
	check(sign(memcmp(a, b, at + 1)) == ought, "memcmp %zu %u %u", at, x,
	      y);
	check(memcmp(a, b, at) == 0, "memcmp before %zu", at);
	check(sign(strcmp((char *)a, (char *)b)) == ought, "strcmp %zu %u %u",
	      at, x, y);
	check(sign(strncmp((char *)a, (char *)b, at + 1)) == ought,
	      "strncmp %zu %u %u", at, x, y);
	check(strncmp((char *)a, (char *)b, at) == 0, "strncmp before %zu", at);
	free(a);
	free(b);
}

static void test_comparisons(void)
{
	static const u8 bytes[] = {0, 1, 'a', 0x7f, 0x80, 0xff};
	size_t at, i, j;

	for (at = 0; at < 16; at++) {
		for (i = 0; i < sizeof(bytes); i++) {
			for (j = 0; j < sizeof(bytes); j++) {
				if (i != j)
					test_difference(at, bytes[i], bytes[j]);
			}
		}
	}
	check(!strcmp("", "") && !strcmp("same", "same"), "equal strings");
	check(!strncmp("same\0a", "same\0b", 6), "strncmp goes past the end");
	result("memcmp, strcmp, strncmp compare as unsigned bytes");
}

static void test_lengths(void)
{
	size_t length, max;

	for (length = 0; length < MAX_SIZE; length++) {
		char *text = malloc(length + 1);

		memset(text, 'x', length);
		text[length] = '\0';
		check(strlen(text) == length, "strlen %zu", length);
		for (max = 0; max < MAX_SIZE; max++)
			check(strnlen(text, max) ==
				      (max < length ? max : length),
			      "strnlen %zu %zu", length, max);
		free(text);
		text = malloc(length);
		memset(text, 'x', length);
		check(strnlen(text, length) == length, "no zero, %zu", length);
		free(text);
	}
	result("strlen, and strnlen reads no byte past its limit");
}

int main(void)
{
	test_memory();
	test_comparisons();
	test_lengths();
	return tap_end();
}
