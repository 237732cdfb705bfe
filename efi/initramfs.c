/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The archives of ring-3 programs: the one on the boot volume, if it can be
 * read, and the two inside the loader's image. Ring 0 checks their contents.
 */
#include "loader.h"

#define INITRAMFS_PATH "\\gatehouse\\initramfs.cpio"
#define INITRAMFS_MAX (64 * 1024 * 1024)

static void read_initramfs(EFI_FILE_HANDLE file, u64 size)
{
	void *data = allocate(size);

	if (!data) {
		remark(INITRAMFS_PATH ": no memory for %lu bytes", size);
		FIRMWARE(file->Close(file));
		return;
	}
	if (!read_file(file, INITRAMFS_PATH, data, size))
		return;
	loader.info->initramfs_esp.data = in_direct_map(data);
	loader.info->initramfs_esp.size = size;
}

/* Not copied, because ring 0 never reuses the memory of the loader's image. */
static struct file carried(const u8 *start, const u8 *end)
{
	return (struct file){ in_direct_map(start), end - start };
}

void gather_initramfs(void)
{
	EFI_FILE_HANDLE file;
	u64 size;

	loader.info->initramfs_embedded =
		carried(embedded_initramfs, embedded_initramfs_end);
	loader.info->initramfs_extra =
		carried(embedded_extra, embedded_extra_end);

	file = open_file(INITRAMFS_PATH, &size);
	if (!file)
		return;
	if (size && size <= INITRAMFS_MAX) {
		read_initramfs(file, size);
		return;
	}
	remark(INITRAMFS_PATH ": %lu bytes, not between 1 and %u", size,
	       INITRAMFS_MAX);
	FIRMWARE(file->Close(file));
}
