/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options, well written and badly written. Each text lies in a block of its
 * exact size.
 */
#include "lib/options.c"

#include "tap.h"

#define LONG_WORD (10 * 1024)

struct split {
	const char *text;
	const char *words[10]; /* key, value, key, value...; "-": no value */
};

static const struct split splits[] = {
	{"", {0}},
	{" \t\r\n\v\f", {0}},
	{"selftest", {"selftest", "-"}},
	{"init=walk", {"init", "walk"}},
	{"  init=walk:a,b  exit= ", {"init", "walk:a,b", "exit", ""}},
	{"a=b=c", {"a", "b=c"}},
	{"=x", {"", "x"}},
	{"=", {"", ""}},
	{"==", {"", "="}},
	{"a=1\r\nb=2\rc=3\nd", {"a", "1", "b", "2", "c", "3", "d", "-"}},
	{"# a=1 b=2", {0}},
	{"# a=1\nb=2", {"b", "2"}},
	{"# a=1\r\nb=2", {"b", "2"}},
	{"#\n#\n  #x\nb", {"b", "-"}},
	{"#x\rb", {"b", "-"}},
	{"a=1 # b=2\nc=3", {"a", "1", "c", "3"}},
	{"a=1#2 b=3\nc", {"a", "1", "c", "-"}},
	{"a#=3\r\nb=2", {"a", "-", "b", "2"}},
	{"\x80=\xff", {"\x80", "\xff"}},
	{"a=\"b c\"", {"a", "\"b", "c\"", "-"}},
};

static bool value_is(const struct option *option, const char *value)
{
	if (strcmp(value, "-"))
		return option_value_is(option, value);
	return !option->value && !option_value_is(option, "");
}

static void test_split(const struct split *split)
{
	char *text = exact_copy(split->text, strlen(split->text) + 1);
	const char *at = text;
	const char *const *word = split->words;
	struct option option;

	while ((at = option_next(at, &option))) {
		if (!check(word[0], "\"%s\": too many words", split->text))
			break;
		check(option_key_is(&option, word[0]), "\"%s\": not key %s",
		      split->text, word[0]);
		check(value_is(&option, word[1]), "\"%s\": not value %s",
		      split->text, word[1]);
		word += 2;
	}
	check(!*word, "\"%s\": %s is missing", split->text, *word ? *word : "");
	free(text);
}

static void test_splits(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(splits); i++)
		test_split(&splits[i]);
	result("words, values, blanks, comments, line ends");
}

static void test_find(void)
{
	static const char text[] =
		"init=a panic console=ttyS0\ninit=b initx=c ini=d\n# init=e\n"
		"panic= console";
	struct option option;

	check(option_find(text, "init", &option) &&
		      option_value_is(&option, "b"),
	      "init is not b");
	check(option_find(text, "panic", &option) && option.value &&
		      !option.value_length,
	      "panic is not empty");
	check(option_find(text, "console", &option) && !option.value,
	      "console has a value");
	check(!option_find(text, "exit", &option), "exit was found");
	check(!option_find("", "", &option), "found in nothing");
	check(!option_find(text, "", &option), "an empty key was found");
	check(!option_find("a b", "a b", &option), "a key with a blank");
	result("the last word of a key wins, and the whole key counts");
}

static void test_long(void)
{
	char *text = malloc(2 * LONG_WORD + 10);
	struct option option;
	const char *at;

	memset(text, 'k', LONG_WORD);
	text[LONG_WORD] = '=';
	memset(text + LONG_WORD + 1, 'v', LONG_WORD);
	__builtin_memcpy(text + 2 * LONG_WORD + 1, " init=x\n", 9);
	at = option_next(text, &option);
	check(at == text + 2 * LONG_WORD + 1, "the word does not end there");
	check(option.key_length == LONG_WORD, "key of %zu", option.key_length);
	check(option.value_length == LONG_WORD, "value of %zu",
	      option.value_length);
	check(option_find(text, "init", &option) &&
		      option_value_is(&option, "x"),
	      "the word after it is lost");
	check(!option_number(&option, &(u64){0}), "x is a number");
	result("a word of 20 KiB, and the word after it");
	free(text);
}

static void test_number(const char *text, bool valid, u64 value)
{
	struct option option;
	u64 number = 0x5a;
	bool is_number;

	option_next(text, &option);
	is_number = option_number(&option, &number);
	check(is_number == valid, "%s is%s a number", text,
	      is_number ? "" : " not");
	check(number == (valid ? value : 0x5a), "%s gives %#lx", text, number);
}

static void test_numbers(void)
{
	static const char *const bad[] = {
		"n",
		"n=",
		"n=-1",
		"n=+1",
		"n=0x",
		"n=x1",
		"n=1a",
		"n=0xg",
		"n=1,2",
		"n=0x1x",
		"n=1.0",
		"n=0b1",
		"n=\"1\"",
		"n=0x0x1",
		"n=18446744073709551616",
		"n=18446744073709551620",
		"n=99999999999999999999",
		"n=0x10000000000000000",
		"n=184467440737095516150",
	};
	size_t i;

	test_number("n=0", true, 0);
	test_number("n=00", true, 0);
	test_number("n=0009", true, 9);
	test_number("n=115200", true, 115200);
	test_number("n=0x3f8", true, 0x3f8);
	test_number("n=0XaBcDeF", true, 0xabcdef);
	test_number("n=18446744073709551615", true, UINT64_MAX);
	test_number("n=0xffffffffffffffff", true, UINT64_MAX);
	test_number("n=0x00000000000000000001", true, 1);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		test_number(bad[i], false, 0);
	result("numbers, whole and in range, or none");
}

static void test_size(const char *text, bool good, u64 ought)
{
	struct option option;
	u64 bytes = 1;

	option_next(text, &option);
	check(option_size(&option, &bytes) == good &&
		      bytes == (good ? ought : 1), "%s", text);
}

static void test_sizes(void)
{
	static const char *const bad[] = {
		"n", "n=", "n=K", "n=KM", "n=1KM", "n=1k", "n=1T", "n=-1K",
		"n=18014398509481984K", "n=17179869184G", "n=0xK",
	};
	size_t i;

	test_size("n=0", true, 0);
	test_size("n=4096", true, 4096);
	test_size("n=0K", true, 0);
	test_size("n=600K", true, 600 << 10);
	test_size("n=0x10M", true, 16 << 20);
	test_size("n=17179869183G", true, UINT64_MAX - (1 << 30) + 1);
	test_size("n=18014398509481983K", true, UINT64_MAX - 1023);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		test_size(bad[i], false, 0);
	result("sizes, with K, M and G");
}

/* In any text, words follow each other, lie inside it, and have no blank. */
static void test_random(void)
{
	static const char alphabet[] = "ab= =#\n\r\t x0";
	char text[64];
	struct option option;
	int round;

	for (round = 0; round < 100000; round++) {
		size_t length = random_below(sizeof(text));
		const char *at, *next;
		char *copy;
		size_t i;

		for (i = 0; i < length; i++)
			text[i] = alphabet[random_below(sizeof(alphabet) - 1)];
		text[length] = '\0';
		copy = exact_copy(text, length + 1);
		for (at = copy; (next = option_next(at, &option)); at = next)
			check(next > at && option.key >= at &&
				      option.key + option.key_length <= next &&
				      (!option.value ||
				       option.value + option.value_length ==
					       next),
			      "round %d: \"%s\"", round, text);
		free(copy);
	}
	result("random texts");
}

int main(void)
{
	test_splits();
	test_find();
	test_long();
	test_numbers();
	test_sizes();
	test_random();
	return tap_end();
}
