/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a newc cpio archive ("070701", what cpio -o -H newc writes and Linux
 * calls an initramfs), which may be hostile. Pure.
 */
#ifndef GATEHOUSE_CPIO_H
#define GATEHOUSE_CPIO_H

#include "types.h"

enum cpio_status {
	CPIO_ENTRY, /* *entry is filled, *offset is behind it */
	CPIO_END,   /* TRAILER!!! was read */
	CPIO_ERROR, /* *error says what, *offset where; nothing follows */
};

struct cpio_entry {
	const char *name; /* terminated, inside the archive */
	const void *data; /* inside the archive, 4-byte aligned there */
	u64 size;	  /* bytes */
	u32 mode;	  /* st_mode: S_IFREG and so on */
};

/* One step through the archive; *offset starts as 0. */
enum cpio_status cpio_next(const void *archive, u64 archive_size, u64 *offset,
			   struct cpio_entry *entry, const char **error);

/*
 * The regular file called name ("./name" is the same), the last one if there
 * are several, as unpacking them in order would leave it. CPIO_END: no such
 * file. CPIO_ERROR: none before the archive turned bad.
 */
enum cpio_status cpio_find(const void *archive, u64 archive_size,
			   const char *name, struct cpio_entry *entry);

#endif
