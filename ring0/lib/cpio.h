/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a newc cpio archive ("070701", what cpio -o -H newc writes and Linux
 * calls an initramfs), which may be hostile. Pure.
 */
#ifndef GATEHOUSE_CPIO_H
#define GATEHOUSE_CPIO_H

#include "types.h"

enum cpio_status {
	CPIO_ENTRY, /* *entry is filled, and *offset is that of the next one */
	CPIO_END,   /* the archive ends here: TRAILER!!! was read */
	CPIO_ERROR, /* *error says what is wrong with the header at *offset */
};

struct cpio_entry {
	const char *name; /* inside the archive, NUL-terminated */
	const void *data; /* inside the archive, at a multiple of 4 bytes */
	u64 size;	  /* bytes */
	u32 mode;	  /* st_mode: S_IFREG and so on */
};

/*
 * Reads the entry at *offset, which is 0 for the first one. After CPIO_ERROR
 * the rest of the archive cannot be read.
 */
enum cpio_status cpio_next(const void *archive, u64 archive_size, u64 *offset,
			   struct cpio_entry *entry, const char **error);

/*
 * Finds the regular file called name; "./name" is the same. Of several the last
 * one counts, as if all were unpacked in order. CPIO_ENTRY: *entry is filled.
 * CPIO_END: there is no such file. CPIO_ERROR: there is none before the first
 * bad header.
 */
enum cpio_status cpio_find(const void *archive, u64 archive_size,
			   const char *name, struct cpio_entry *entry);

#endif
