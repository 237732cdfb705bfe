/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The archives: the boot volume's, if there is one, and the two that Gatehouse
 * carries. What its default run needs is in the one that is as it is; the
 * other, extra, is inflated when something was in neither of the first two.
 */

#include "boot/initramfs.h"
#include "log/console.h"
#include "lib/cpio.h"
#include "lib/gzip.h"
#include "lib/string.h"
#include "mm/pages.h"

#define INFLATED_MAX (64u << 20) /* bytes */

enum { BOOT_VOLUME, EMBEDDED, EXTRA, ARCHIVES };

static struct archive {
	const char *name;
	struct file file; /* data NULL: there is none, or none of use */
	bool opened;	  /* it is inflated, and was looked through */
} archives[ARCHIVES] = {
	[BOOT_VOLUME] = { .name = "boot volume's" },
	[EMBEDDED] = { .name = "embedded" },
	[EXTRA] = { .name = "embedded, extra" },
};

/* Where it is inflated. NULL: it has no place, and that is said. */
static void *room_for(const struct archive *archive, u64 size)
{
	void *room = size <= INFLATED_MAX ? area_alloc(size) : NULL;

	if (!room)
		printk("# initramfs: %s: no room for %lu bytes, inflated; "
		       "it is not used\n",
		       archive->name, size);
	return room;
}

/* The trailer's last word: what the one member of a gzip file inflates to. */
static u64 inflated_size(const struct file *file)
{
	u32 size = 0;

	if (file->size >= sizeof(size))
		memcpy(&size, (const u8 *)file->data + file->size - sizeof(size),
		       sizeof(size));
	return size;
}

/* Only when length and checksum are right: a part of it may be wrong, too. */
static void inflate_archive(struct archive *archive)
{
	u64 size = inflated_size(&archive->file);
	struct inflate_data data = {
		.input = archive->file.data,
		.size = archive->file.size,
		.output = room_for(archive, size + PAGE_SIZE),
		.capacity = size + PAGE_SIZE,
	};
	const char *error;

	archive->file = (struct file){ NULL, 0 };
	if (!data.output)
		return;
	error = gzip_inflate(&data);
	if (!error) {
		archive->file = (struct file){ data.output, size };
		return;
	}
	printk("# initramfs: %s: gzip: %s, at byte %lu; it is not used\n",
	       archive->name, error, data.next);
	area_free(data.output);
}

/* Counts the files, and names the place where an archive turns bad. */
static void look_through(const struct archive *archive)
{
	const struct file *file = &archive->file;
	struct cpio_entry entry;
	enum cpio_status status;
	const char *error;
	u64 offset = 0;
	u32 files = 0;

	while ((status = cpio_next(file->data, file->size, &offset, &entry,
				   &error)) == CPIO_ENTRY)
		files++;
	printk("# initramfs: %s, %lu bytes, files: %u\n", archive->name,
	       file->size, files);
	if (status == CPIO_ERROR)
		printk("# initramfs: %s: %s, at byte %lu; "
		       "what stands before it serves\n",
		       archive->name, error, offset);
}

static const struct file *open_archive(unsigned int index)
{
	struct archive *archive = &archives[index];

	if (archive->opened)
		return &archive->file;
	archive->opened = true;
	if (gzip_is(archive->file.data, archive->file.size))
		inflate_archive(archive);
	if (archive->file.data)
		look_through(archive);
	return &archive->file;
}

void initramfs_init(const struct boot_info *boot)
{
	archives[BOOT_VOLUME].file = boot->initramfs_esp;
	archives[EMBEDDED].file = boot->initramfs_embedded;
	archives[EXTRA].file = boot->initramfs_extra;
	open_archive(BOOT_VOLUME);
	open_archive(EMBEDDED);
}

bool initramfs_find(const char *name, struct file *file, bool *own)
{
	struct cpio_entry entry;
	unsigned int i;

	for (i = 0; i < ARCHIVES; i++) {
		const struct file *archive = open_archive(i);

		if (archive->data &&
		    cpio_find(archive->data, archive->size, name, &entry) ==
			    CPIO_ENTRY) {
			*file = (struct file){ entry.data, entry.size };
			*own = i != BOOT_VOLUME;
			return true;
		}
	}
	return false;
}
