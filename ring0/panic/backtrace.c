/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The call trace. Ring 0 is compiled with frame pointers (rbp). rbp may hold
 * anything, so each frame is looked up in the page tables before it is read.
 * Ring 0's symbols are a file of the second archive, which nothing reads before
 * a call trace does.
 */

#include "log/console.h"
#include "lib/cpio.h"
#include "lib/elf_image.h"
#include "mm/pages.h"
#include "panic/panic.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "lib/symbols.h"

#define SYMBOL_NAME 64
#define DEPTH 1024 /* more frames than a stack of 16 KiB can hold */

static struct elf_image images[1 + MODULES]; /* ring 0's, each module's */
static unsigned int count;

static struct file archive; /* what has them, until they are looked for */

void backtrace_init(const struct boot_info *boot)
{
	archive = boot->initramfs_extra;
}

static void find_symbols(void)
{
	const struct elf_limits limits = {
		.low = RING0_LINK,
		.high = -(u64)PAGE_SIZE,
		.max_memory = -(u64)PAGE_SIZE - RING0_LINK,
	};
	struct cpio_entry file;
	struct elf_image image;

	if (archive.data &&
	    cpio_find(archive.data, archive.size, "ring0.symbols", &file) &&
	    !elf_open(&image, file.data, file.size, &limits).what)
		backtrace_add(&image);
	archive.data = NULL;
}

void backtrace_add(const struct elf_image *image)
{
	if (count < ARRAY_SIZE(images))
		images[count++] = *image;
}

/* A handler's two entries (sys/syscall.h) go by the call's name alone. */
static const char *call_name(const char *name)
{
	static const char *const prefix[] = { "__x64_", "__ia32_" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(prefix); i++)
		if (!strncmp(name, prefix[i], strlen(prefix[i])))
			return name + strlen(prefix[i]);
	return name;
}

/* Writes "name+0x12", or the bare number, to buffer. Returns buffer. */
static const char *symbol_name(u64 address, char *buffer, size_t size)
{
	const char *name = NULL;
	unsigned int i;
	u64 offset;

	for (i = 0; i < count && !name; i++)
		name = symbol_find(&images[i], address, &offset);
	if (name)
		snprintf(buffer, size, "%s+%#lx", call_name(name), offset);
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

/* Prints the line for ip. times: how many equal frames it stands for. */
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

	find_symbols();
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
		/* A caller's frame lies higher, so this cannot loop. */
		frame = above > frame ? above : NULL;
	}
	print_call(ip, times);
}
