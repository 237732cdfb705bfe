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
	u64 offset;	 /* of what comes next */
	u32 archive;	 /* the number of the one that is read, from 1 */
	bool in_archive; /* its TRAILER!!! was not read yet */
	const char *error;
};

struct cpio_entry {
	const char *name; /* terminated, inside the archive */
	const void *data; /* inside the archive, 4-byte aligned there */
	u64 size;	  /* bytes */
	u32 mode;	  /* st_mode: S_IFREG and so on */
	u32 links;	  /* st_nlink: how many names the file has */
	u32 file[3];	  /* st_ino and st_dev: the names have them in common */
	u32 archive;	  /* and this, its number */
};

/* One step; what cpio->data and size leave out starts as 0. */
enum cpio_status cpio_next(struct cpio *cpio, struct cpio_entry *entry);

/*
 * The entry that unpacking all in order would leave at path, a file's data
 * filled in: of a hard link, those that came with any of its names. "/", "./"
 * and "//" in names mean nothing; links are not followed. false: there is none
 * before the end, or before what is bad.
 */
bool cpio_find(const void *data, u64 size, const char *path,
	       struct cpio_entry *entry);

#endif
