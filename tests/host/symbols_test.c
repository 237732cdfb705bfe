/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table of symbols, as symbols.pl makes it of what nm says: each address from
 * the first to behind the last; then cut at every byte, and changed at random.
 */
#include "lib/symbols.c"

#include "layout.h"
#include "tap.h"

#define ROUNDS 100000
#define CODE RING0_LINK
#define NM "00000000fffffff0 A not_code\n"                          \
	   "ffffffff80000010 t label\n"                              \
	   "ffffffff80000020 t label_of_it\n"                        \
	   "ffffffff80000020 0000000000000018 T function\n"          \
	   "ffffffff80000020 t another_label\n"                      \
	   "ffffffff80000028 d data\n"                               \
	   "ffffffff80000100 t last\n"                               \
	   "ffffffff80004108 T __text_end\n"                         \
	   "ffffffff80005000 0000000000000008 r constant\n"

static u8 table[256];
static size_t table_size;

static void make_table(void)
{
	FILE *pipe = popen("printf '" NM "' | perl ring0/symbols.pl", "r");

	if (!pipe)
		abort();
	table_size = fread(table, 1, sizeof(table), pipe);
	check(!pclose(pipe) && table_size && table_size < sizeof(table),
	      "symbols.pl: %zu bytes", table_size);
}

static void expect(u64 address, const char *ought, u64 ought_offset)
{
	u64 offset = 0;
	const char *name = symbol_find(table, table_size, address, &offset);

	check(ought ? name && !strcmp(name, ought) && offset == ought_offset
		    : !name,
	      "%#lx is %s+%#lx", address, name ? name : "nothing", offset);
}

static void test_each_address(void)
{
	u64 address;

	expect(0, NULL, 0);
	expect(CODE + 0xf, NULL, 0);
	for (address = CODE + 0x10; address < CODE + 0x20; address++)
		expect(address, "label", address - CODE - 0x10);
	for (; address < CODE + 0x100; address++)
		expect(address, "function", address - CODE - 0x20);
	for (; address < CODE + 0x4108; address++)
		expect(address, "last", address - CODE - 0x100);
	expect(CODE + 0x4108, NULL, 0);
	expect(CODE + 0x5000, NULL, 0);
	expect(UINT64_MAX, NULL, 0);
	result("each address is the symbol's at or below it, to code's end");
}

/* In a block that ends where the table ends: ASan sees one byte too far. */
static const char *find_exact(const u8 *bytes, size_t size, u64 address)
{
	u8 *block = malloc(size + 1);
	u8 *copy = block + 1;
	const char *name;
	u64 offset;

	memcpy(copy, bytes, size);
	name = symbol_find(copy, size, address, &offset);
	check(!name || strlen(name) < size, "a name that has no end");
	free(block);
	return name;
}

static void test_cut(void)
{
	size_t size;

	for (size = 0; size < table_size; size++) {
		check(!find_exact(table, size, UINT64_MAX), "cut at %zu", size);
		find_exact(table, size, CODE + 0x24);
	}
	check(!find_exact(table, 3, CODE + 0x10), "a name was made up");
	result("a table that is cut");
}

static void test_random(void)
{
	u8 bad[sizeof(table)];
	u32 round;

	for (round = 0; round < ROUNDS; round++) {
		u32 changes = 1 + random_below(4);

		memcpy(bad, table, table_size);
		while (changes--)
			bad[random_below(table_size)] = random_below(256);
		find_exact(bad, table_size, CODE + random_below(0x5000));
	}
	result("a table that is changed at random");
}

int main(void)
{
	make_table();
	test_each_address();
	test_cut();
	test_random();
	return tap_end();
}
