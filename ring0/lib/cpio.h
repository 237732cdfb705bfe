/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads newc cpio archives ("070701", what cpio -o -H newc writes and Linux
 * calls an initramfs; or "070702", with checksums), which may be hostile. Pure.
 */
#ifndef GATEHOUSE_CPIO_H
#define GATEHOUSE_CPIO_H

#include "types.h"

enum cpio_status {
	CPIO_ENTRY, /* *entry is filled */
	CPIO_END,   /* there is no more */
	CPIO_ERROR, /* cpio->error says what, cpio->offset where */
};

/*
 * Archives, one after the other, and how far they were read. Before, between
 * and after them may be zeros; each begins at a multiple of 4 bytes, and ends
 * with an entry TRAILER!!!, or without (Linux's buffer-format.rst).
 */
struct cpio {
	const char *data;
	u64 size;
	u64 offset;	 /* of the next entry */
	u32 archive;	 /* the last entry's archive, counted from 1 */
	bool in_archive; /* its TRAILER!!! was not read yet */
	const char *error;
};

struct cpio_entry {
	const char *name; /* terminated, inside the archive */
	const void *data; /* inside the archive, 4-byte aligned there */
	u64 size;	  /* bytes */
	u32 mode;	  /* st_mode: S_IFREG and so on */
	u32 links;	  /* st_nlink: how many names the file has */
	u32 file[3];	  /* st_ino, st_dev: all names of a file share them */
	u32 archive;	  /* which archive it is in, counted from 1 */
};

/* Reads the next entry. At the start all but cpio->data and size is 0. */
enum cpio_status cpio_next(struct cpio *cpio, struct cpio_entry *entry);

/*
 * Finds the last entry of that name (path_same()): it replaces those before it.
 * A hard link gets the data that came with any name of its file. Symbolic links
 * are not followed. false: there is none before the end or the first error.
 */
bool cpio_find(const void *data, u64 size, const char *path,
	       struct cpio_entry *entry);

#endif
