/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares snprintf, renamed, with libc's: a table of formats, then random
 * ones, each into buffers of several sizes.
 */
#include <limits.h>
#include "tap.h"

#define snprintf ring0_snprintf
#define vsnprintf ring0_vsnprintf
#include "lib/printf.c"
#include "lib/printf_spec.c"
#undef snprintf
#undef vsnprintf

#define ROOM 256

/* Both must agree in text and length, and in every shorter buffer. */
#define COMPARE(...)                                                           \
	do {                                                                   \
		char is[ROOM], ought[ROOM];                                    \
		int length = snprintf(ought, ROOM, __VA_ARGS__);               \
		size_t room = random_below((u64)length + 2);                   \
		char *exact;                                                   \
                                                                               \
		check(ring0_snprintf(is, ROOM, __VA_ARGS__) == length &&       \
			      !strcmp(is, ought),                              \
		      "\"%s\" gives [%s], not [%s]", first(__VA_ARGS__), is,   \
		      ought);                                                  \
		exact = exact_copy(is, room);                                  \
		check(ring0_snprintf(exact, room, __VA_ARGS__) == length,      \
		      "\"%s\", size %zu", first(__VA_ARGS__), room);           \
		check(is_cut(exact, ought, room), "\"%s\" cut to %zu",         \
		      first(__VA_ARGS__), room);                               \
		free(exact);                                                   \
	} while (0)

static const char *first(const char *format, ...)
{
	return format;
}

/* exact: as much of ought as fits into room bytes with a NUL. */
static bool is_cut(const char *exact, const char *ought, size_t room)
{
	size_t length = strlen(ought);

	if (!room)
		return true;
	if (length > room - 1)
		length = room - 1;
	return !memcmp(exact, ought, length) && !exact[length];
}

static void test_integers(void)
{
	COMPARE("%s", "");
	COMPARE("%d %i %u", 0, -1, 1u);
	COMPARE("%d %d", INT_MAX, INT_MIN);
	COMPARE("%ld %lld %jd %zd %td", LONG_MIN, LLONG_MAX, INTMAX_MIN,
		(ssize_t)-1, (ptrdiff_t)-2);
	COMPARE("%lu %llx %jo %zX %tx", ULONG_MAX, ULLONG_MAX, UINTMAX_MAX,
		SIZE_MAX, PTRDIFF_MAX);
	COMPARE("%hhd %hd %hhu %hu", (signed char)-1, (short)-1,
		(unsigned char)255, (unsigned short)65535);
	COMPARE("%x %X %o %#x %#X %#o", 0xabcu, 0xabcu, 8u, 0xabcu, 0xabcu, 8u);
	COMPARE("%#x %#o %#X", 0u, 0u, 0u);
	COMPARE("[%5d][%-5d][%05d][%+d][% d][%+5d]", 42, 42, -42, 42, 42, 42);
	COMPARE("[%.3d][%5.3d][%-6.4x][%.0d][%.0x][%#.0o][%.d]", 7, 7, 7u, 0,
		0u, 0u, 0);
	COMPARE("[%#08x][%#-8x][%#8x][%#.8x][%016lx]", 1u, 1u, 1u, 1u, 1ul);
	COMPARE("[%*d][%*d][%.*d][%.*d][%-*d]", 5, 1, -5, 1, 3, 1, -3, 1, 4, 1);
	result("integers as libc prints them");
}

static void test_texts(void)
{
	static const char open[3] = {'a', 'b', 'c'};

	COMPARE("%%|%c|%5c|%-5c|", 'x', 'y', 'z');
	COMPARE("%s|%10s|%-10s|%.2s|%10.2s|%.0s|%.9s", "ab", "cd", "ef", "gh",
		"ij", "kl", "mn");
	COMPARE("%.3s %.*s %.*s", open, 2, open, -1, "all");
	COMPARE("%p %20p %-20p", (void *)0x1234, (void *)UINTPTR_MAX,
		(void *)1);
	COMPARE("no conversion at all, and a long text with no end in sight");
	result("text as libc prints it");
}

static void expect(const char *format, const char *ought)
{
	char is[ROOM];

	ring0_snprintf(is, sizeof(is), format, 1, 2, 3);
	check(!strcmp(is, ought), "\"%s\" gives [%s]", format, is);
}

static void test_others(void)
{
	const char *volatile none = NULL;
	char is[ROOM];

	expect("%", "%");
	expect("100%", "100%");
	expect("%q", "%q");
	expect("a%-5.3qb", "a%-5.3qb");
	expect("%5", "%5");
	expect("%l", "%l");
	expect("%ll", "%ll");
	expect("%.", "%.");
	expect("%n", "%n");
	expect("%f %d", "%f 1");
	expect("% %%", "%%");
	ring0_snprintf(is, sizeof(is), "%s %p", none, none);
	check(!strcmp(is, "(null) 0x0"), "NULL gives [%s]", is);
	check(ring0_snprintf(NULL, 0, "%d", 12345) == 5, "no buffer");
	check(ring0_snprintf(is, 4, "%99999d", 1) == 99999 && !is[3],
	      "a width far beyond the buffer");
	result("what is no conversion is printed as it stands");
}

static const char *random_flags(char *at)
{
	static const char flags[] = "-0#+ ";
	size_t i;

	for (i = 0; i < sizeof(flags) - 1; i++) {
		if (random_below(3) == 0)
			*at++ = flags[i];
	}
	*at = '\0';
	return at;
}

static char *add_number(char *at, const char *before)
{
	if (random_below(2))
		at += sprintf(at, "%s%u", before, (u32)random_below(40));
	return at;
}

/* A number that may be small, large or extreme. */
static u64 random_value(void)
{
	u64 value = random_of_any_size();

	return random_below(4) ? value : 0 - value;
}

static void compare_random(void)
{
	static const char *const sizes[] = {"hh", "h", "",  "l",
					    "ll", "z", "t", "j"};
	static const char conversions[] = "diuxXo";
	size_t size = random_below(ARRAY_SIZE(sizes));
	char format[ROOM] = "<%";
	u64 value = random_value();
	char *at = format + 2;

	at = (char *)random_flags(at);
	at = add_number(at, "");
	at = add_number(at, ".");
	sprintf(at, "%s%c>%%d", sizes[size],
		conversions[random_below(sizeof(conversions) - 1)]);
	/* The %d fails if the argument before it is read at a wrong size. */
	if (size < 3)
		COMPARE(format, (int)value, 1234567);
	else
		COMPARE(format, value, 1234567);
}

static void test_random(void)
{
	int round;

	for (round = 0; round < 100000; round++)
		compare_random();
	result("random formats of integers as libc prints them");
}

int main(void)
{
	test_integers();
	test_texts();
	test_others();
	test_random();
	return tap_end();
}
