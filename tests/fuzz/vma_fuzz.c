/* SPDX-License-Identifier: BSD-2-Clause */
/* A program's memory against a model that has one byte a page. */
#include <string.h>
#include "lib/vma.c"
#include "fuzz.h"

#define PAGES 1024
#define FREE 0xff

static struct vma_list list;
static uint8_t model[PAGES];

static uint64_t at(uint32_t page)
{
	return (page + 1ull) * PAGE_SIZE;
}

static bool all(uint32_t start, uint32_t end, bool used)
{
	for (; start < end; start++)
		if ((model[start] != FREE) != used)
			return false;
	return true;
}

static void change(struct source *source)
{
	uint32_t what = take(source, 3), prot = take(source, 8);
	uint32_t start = take(source, PAGES);
	uint32_t end = start + 1 + take(source, PAGES - start);
	bool full = list.count > VMA_MAX - 2, done = false;

	if (what == 0 && all(start, end, false)) {
		done = vma_add(&list, at(start), at(end), prot);
		must(done || full);
	} else if (what == 1) {
		prot = FREE;
		done = vma_remove(&list, at(start), at(end));
		must(done || full);
	} else if (what == 2 && all(start, end, true)) {
		done = vma_protect(&list, at(start), at(end), prot);
		must(done || full);
	}
	if (done)
		memset(model + start, prot, end - start);
}

static void compare(void)
{
	uint32_t i, page;

	for (i = 0; i < list.count; i++) {
		const struct vma *vma = &list.vma[i];

		must(vma->start < vma->end && vma->end <= at(PAGES));
		must(!i || vma[-1].end < vma->start ||
		     (vma[-1].end == vma->start && vma[-1].prot != vma->prot));
	}
	for (page = 0; page < PAGES; page++) {
		const struct vma *vma = vma_find(&list, at(page));
		bool inside = vma && vma->start <= at(page);

		must(inside == (model[page] != FREE));
		must(!inside || vma->prot == model[page]);
	}
}

static void find_hole(struct source *source)
{
	uint32_t size = 1 + take(source, PAGES), low = take(source, PAGES);
	uint32_t page = PAGES - size + 1;
	uint64_t hole = vma_find_hole(&list, size * PAGE_SIZE, at(low),
				      at(PAGES));

	while (page-- > low)
		if (all(page, page + size, false))
			break;
	must(hole == (page + 1 > low && page < PAGES ? at(page) : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = { data, data + size };

	list.count = 0;
	memset(model, FREE, sizeof(model));
	while (is_left(&source))
		change(&source);
	compare();
	source.next = data;
	find_hole(&source);
	return 0;
}
