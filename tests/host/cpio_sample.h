/* SPDX-License-Identifier: BSD-2-Clause */
/* A good cpio archive, and where its parts lie, for tests that damage it. */
#ifndef GATEHOUSE_CPIO_SAMPLE_H
#define GATEHOUSE_CPIO_SAMPLE_H

#include <stdio.h>
#include <sys/stat.h>
#include "lib/string.h"
#include "types.h"

#define ROOM 8192

struct archive {
	char bytes[ROOM];
	u64 size;
	u64 entries[64]; /* where each starts, in order */
	u64 ends[64];	 /* where its data end */
	u32 count;
};

static void pad(struct archive *archive)
{
	while (archive->size % 4)
		archive->bytes[archive->size++] = '\0';
}

/* An entry of a file that has links names in all, and the number ino. */
static void add_name(struct archive *archive, u32 ino, u32 links, u32 mode,
		     const char *name, const char *data)
{
	u32 name_size = (u32)strlen(name) + 1;
	u32 data_size = (u32)strlen(data);

	archive->entries[archive->count] = archive->size;
	archive->size += (u64)sprintf(
		archive->bytes + archive->size,
		"070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		ino, mode, 0, 0, links, 0, data_size, 0, 0, 0, 0, name_size, 0);
	memcpy(archive->bytes + archive->size, name, name_size);
	archive->size += name_size;
	pad(archive);
	memcpy(archive->bytes + archive->size, data, data_size);
	archive->size += data_size;
	archive->ends[archive->count++] = archive->size;
	pad(archive);
}

static void add(struct archive *archive, u32 mode, const char *name,
		const char *data)
{
	add_name(archive, 1, 1, mode, name, data);
}

static void add_trailer(struct archive *archive)
{
	add(archive, 0, "TRAILER!!!", "");
}

static inline void make(struct archive *archive)
{
	*archive = (struct archive){.size = 0};
	add(archive, S_IFDIR | 0755, "bin", "");
	add(archive, S_IFREG | 0755, "walk", "old walk");
	add(archive, S_IFREG | 0755, "./fault", "x");
	add(archive, S_IFREG | 0644, "empty", "");
	add(archive, S_IFREG | 0755, "walk", "the new walk");
	add(archive, S_IFLNK | 0777, "link", "walk");
	add_trailer(archive);
}

#endif
