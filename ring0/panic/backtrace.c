/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The call trace: ring 0 keeps frame pointers (rbp), and the loader hands over
 * ring0.elf, symbols behind it. Every address is looked up before it is read.
 */

#include "log/console.h"
#include "lib/elf_image.h"
#include "mm/pages.h"
#include "panic/panic.h"
#include "lib/printf.h"
#include "lib/symbols.h"

#define SYMBOL_NAME 64
#define DEPTH 1024 /* more frames than the largest stack holds */

static struct file symbols[2]; /* ring 0's, and a module's */
static unsigned int count;

void backtrace_init(const struct boot_info *boot)
{
	const struct elf_limits limits = {
		.low = RING0_LINK,
		.high = -(u64)PAGE_SIZE,
		.max_memory = boot->direct_map_size,
	};

	struct elf_image image;

	if (!elf_open(&image, boot->ring0_elf.data, boot->ring0_elf.size,
		      &limits).what)
		backtrace_add(&image);
}

void backtrace_add(const struct elf_image *image)
{
	u64 end = elf_end(image);

	if (count < ARRAY_SIZE(symbols))
		symbols[count++] =
			(struct file){ image->data + end, image->size - end };
}

/* "name+0x12", or the number alone, into buffer. Returns buffer. */
static const char *symbol_name(u64 address, char *buffer, size_t size)
{
	const char *name = NULL;
	unsigned int i;
	u64 offset;

	for (i = 0; i < count && !name; i++)
		name = symbol_find(symbols[i].data, symbols[i].size, address,
				   &offset);
	if (name)
		snprintf(buffer, size, "%s+%#lx", name, offset);
	else
		snprintf(buffer, size, "%#lx", address);
	return buffer;
}

static bool readable(const u64 *frame)
{
	u64 first = (u64)frame, last = (u64)(frame + 1);
	struct page_leaf leaf;

	return first >= DIRECT_MAP && !(first & 7) &&
	       page_table_lookup(&ring0_table, first, &leaf) &&
	       page_table_lookup(&ring0_table, last, &leaf);
}

/* A line for ip; recursion is one line, with how often. */
static void print_call(u64 ip, unsigned int times)
{
	char name[SYMBOL_NAME];

	printk("#   %016lx %s", ip, symbol_name(ip, name, sizeof(name)));
	if (times > 1)
		printk(", %u times", times);
	printk("\n");
}

void backtrace(u64 ip, const void *frame_pointer)
{
	const u64 *frame = frame_pointer;
	unsigned int depth, times = 1;

	printk("# call trace:\n");
	for (depth = 0; depth < DEPTH && readable(frame); depth++) {
		const u64 *above = (const u64 *)frame[0];
		u64 caller = frame[1]; /* the return address */

		if (caller == ip) {
			times++;
		} else {
			print_call(ip, times);
			times = 1;
		}
		ip = caller;
		/* Frames go upwards; 0 is the last one's. */
		frame = above > frame ? above : NULL;
	}
	print_call(ip, times);
}
