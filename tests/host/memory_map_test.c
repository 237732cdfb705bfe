/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory maps, good ones and bad ones: overlapping, unsorted, wrapping around,
 * with descriptors that are too short. Each lies in a block of its exact size.
 */
#include "memory_map.c"

#include "memory_map_sample.h"

/* A range in pages, of which a map is made. */
struct piece {
	u64 page, pages, type;
};

struct conversion {
	const char *name;
	struct piece in[6], out[6]; /* one without pages ends the list */
};

static const struct conversion conversions[] = {
	{"one", {{1, 2, FREE}}, {{1, 2, FREE}}},
	{"neighbours of one type are one",
	 {{0, 1, FREE}, {1, 2, FREE}, {3, 4, FREE}},
	 {{0, 7, FREE}}},
	{"neighbours of two types are two",
	 {{0, 1, FREE}, {1, 2, DATA}},
	 {{0, 1, FREE}, {1, 2, DATA}}},
	{"a gap is kept",
	 {{0, 1, FREE}, {2, 1, FREE}},
	 {{0, 1, FREE}, {2, 1, FREE}}},
	{"unsorted",
	 {{9, 1, FREE}, {0, 1, DATA}, {5, 1, CODE}},
	 {{0, 1, DATA}, {5, 1, CODE}, {9, 1, FREE}}},
	{"free memory gives way to what starts in it",
	 {{0, 9, FREE}, {4, 2, DATA}},
	 {{0, 4, FREE}, {4, 2, DATA}}},
	{"and to what starts before it",
	 {{0, 4, DATA}, {2, 8, FREE}},
	 {{0, 4, DATA}, {4, 6, FREE}}},
	{"and to what starts with it, in either order",
	 {{0, 4, FREE}, {0, 4, DATA}, {8, 4, CODE}, {8, 4, FREE}},
	 {{0, 4, DATA}, {8, 4, CODE}}},
	{"the earlier start wins between others",
	 {{0, 4, DATA}, {2, 4, CODE}},
	 {{0, 4, DATA}, {4, 2, CODE}}},
	{"one inside another of its type",
	 {{0, 9, FREE}, {2, 2, FREE}},
	 {{0, 9, FREE}}},
	{"free memory that was cut is covered whole by the next",
	 {{0, 4, DATA}, {1, 6, FREE}, {2, 4, CODE}},
	 {{0, 4, DATA}, {4, 2, CODE}}},
};

static void test_conversion(const struct conversion *conversion)
{
	struct memory_descriptor in[MAX_DESCRIPTORS];
	struct memory_range out[MAX_DESCRIPTORS];
	u64 count = 0, made, i;

	for (; conversion->in[count].pages; count++)
		in[count] = describe(conversion->in[count].page,
				     conversion->in[count].pages,
				     conversion->in[count].type);
	made = convert(in, count, STRIDE, out);
	for (i = 0; i < made && conversion->out[i].pages; i++)
		check(out[i].phys >> PAGE_SHIFT == conversion->out[i].page &&
			      out[i].pages == conversion->out[i].pages &&
			      out[i].type == conversion->out[i].type,
		      "%s: range %lu", conversion->name, i);
	check(i == made && !conversion->out[i].pages, "%s: %lu ranges",
	      conversion->name, made);
}

static void test_bad_descriptors(void)
{
	const struct memory_descriptor bad[] = {
		describe(1, 0, FREE),
		{.type = FREE, .phys = 0x1800, .pages = 1},
		{.type = FREE, .phys = -0x1000ull, .pages = 1},
		{.type = FREE, .phys = -0x1000ull, .pages = 2},
		{.type = FREE, .phys = 0x1000, .pages = UINT64_MAX},
		{.type = FREE, .phys = 0, .pages = 1ull << 52},
		{.type = FREE, .phys = 0x1000, .pages = 1ull << 63},
	};
	struct memory_range out[ARRAY_SIZE(bad)];
	u64 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		check(!descriptor_usable(&bad[i]), "descriptor %lu", i);
	check(!convert(bad, ARRAY_SIZE(bad), STRIDE, out), "all of them");
}

static void test_bad_lists(void)
{
	struct memory_descriptor one = describe(1, 1, FREE);
	struct memory_range ranges[2];
	u64 stride, size;

	for (stride = 0; stride < 2 * sizeof(one); stride++) {
		for (size = 0; size <= sizeof(one); size++) {
			void *map = exact_copy(&one, size);
			struct descriptor_list list = {map, size, stride};
			u64 made = memory_map_convert(&list, ranges, 2);

			check(made == (stride == 40 && size == 40),
			      "stride %lu, size %lu: %lu", stride, size, made);
			free(map);
		}
	}
}

static void test_room(void)
{
	struct memory_descriptor in[] = {describe(9, 1, FREE),
					 describe(5, 1, DATA),
					 describe(1, 1, CODE)};
	struct descriptor_list list = {in, sizeof(in), sizeof(in[0])};
	u64 max;

	for (max = 0; max < 5; max++) {
		void *ranges = malloc(max * sizeof(struct memory_range));
		u64 made = memory_map_convert(&list, ranges, max);

		check(made == (max < 3 ? max : 3), "room for %lu", max);
		free(ranges);
	}
}

/* Random maps of a small memory, checked page by page. */
#define PAGES 32
static const u64 types[] = {FREE, FREE, DATA, CODE, RESERVED, MMIO};

struct page {
	bool covered[16]; /* the firmware's map has it with this type */
	bool taken;	  /* and with a type other than FREE */
	u64 made;	  /* its type in ring 0's map, or NONE */
};
#define NONE 16

static void cover(struct page *pages, const struct memory_descriptor *in)
{
	u64 i, first = in->phys >> PAGE_SHIFT;

	for (i = first; i < first + in->pages; i++) {
		pages[i].covered[in->type] = true;
		pages[i].taken |= in->type != FREE;
	}
}

static bool well_formed(const struct memory_range *ranges, u64 count)
{
	u64 i;

	for (i = 0; i < count; i++)
		if (!ranges[i].pages)
			return false;
	for (i = 1; i < count; i++)
		if (end_of(&ranges[i - 1]) > ranges[i].phys ||
		    (end_of(&ranges[i - 1]) == ranges[i].phys &&
		     ranges[i - 1].type == ranges[i].type))
			return false;
	return true;
}

static bool page_good(const struct page *page)
{
	if (page->made == NONE)
		return !page->taken;
	return page->covered[page->made] &&
	       !(page->made == FREE && page->taken);
}

static void test_random_map(void)
{
	struct page pages[2 * PAGES] = {0};
	struct memory_descriptor in[MAX_DESCRIPTORS];
	struct memory_range out[MAX_DESCRIPTORS];
	u64 count = random_below(MAX_DESCRIPTORS);
	u64 made, i, j;

	for (i = 0; i < count; i++) {
		in[i] = describe(random_below(PAGES), random_below(PAGES),
				 types[random_below(ARRAY_SIZE(types))]);
		cover(pages, &in[i]);
	}
	made = convert(in, count, sizeof(in[0]) + random_below(24), out);
	if (!check(well_formed(out, made), "%lu ranges", made))
		return;
	for (i = 0; i < 2 * PAGES; i++)
		pages[i].made = NONE;
	for (i = 0; i < made; i++)
		for (j = 0; j < out[i].pages; j++)
			pages[(out[i].phys >> PAGE_SHIFT) + j].made =
				out[i].type;
	for (i = 0; i < 2 * PAGES; i++)
		check(page_good(&pages[i]), "page %lu: type %lu", i,
		      pages[i].made);
}

static void test_end(void)
{
	const struct memory_descriptor in[] = {
		describe(4, 2, 10 /* EfiACPIMemoryNVS */),
		describe(0, 1, FREE),
		describe(9, 1, RESERVED),
		describe(10, 1, MMIO),
		{.type = FREE, .phys = -0x1000ull, .pages = 2},
	};
	struct descriptor_list list = {in, 0, sizeof(in[0])};

	check(memory_map_end(&list) == 0, "an empty map");
	list.size = 2 * sizeof(in[0]);
	check(memory_map_end(&list) == 0x6000, "ACPI's memory is RAM");
	list.size = sizeof(in);
	check(memory_map_end(&list) == 0x6000, "devices do not count");
}

static void test_runtime_flags(void)
{
	const u64 code = MEMORY_RUNTIME_SERVICES_CODE;
	const u64 data = MEMORY_RUNTIME_SERVICES_DATA;
	const u64 ro = MEMORY_ATTRIBUTE_RO, xp = MEMORY_ATTRIBUTE_XP;
	const u64 uc = MEMORY_ATTRIBUTE_UC, wb = MEMORY_ATTRIBUTE_WB;

	check(runtime_flags(code, ro) == 0, "code");
	check(runtime_flags(code, xp) == (PTE_WRITE | PTE_NX), "its data");
	check(runtime_flags(code, ro | xp) == PTE_NX, "its constants");
	check(runtime_flags(code, 0) == (PTE_WRITE | PTE_WRITE_EXECUTE),
	      "code of no rights");
	check(runtime_flags(data, 0) == (PTE_WRITE | PTE_NX), "data");
	check(runtime_flags(data, ro) == PTE_NX, "constants");
	check(runtime_flags(MMIO, uc) ==
		      (PTE_WRITE | PTE_NX | PTE_PCD | PTE_PWT),
	      "a device");
	check(runtime_flags(data, uc | wb) == (PTE_WRITE | PTE_NX),
	      "memory that could be uncached");
}

int main(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(conversions); i++)
		test_conversion(&conversions[i]);
	result("maps are sorted, made disjoint and merged");
	test_bad_descriptors();
	result("empty, unaligned and wrapping descriptors are left out");
	test_bad_lists();
	result("a list that is short is not read past its end");
	test_room();
	result("no more ranges are made than there is room for");
	for (i = 0; i < 20000; i++)
		test_random_map();
	result("no page is free that is anything else, and no use is lost");
	test_end();
	result("the end of memory is that of RAM");
	test_runtime_flags();
	result("runtime regions get the rights that they name");
	return tap_end();
}
