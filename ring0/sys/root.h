/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file system that programs see: the boot volume's archive, read-only, with
 * /dev/console, /dev/tty and /dev/null.
 */
#ifndef RING0_SYS_ROOT_H
#define RING0_SYS_ROOT_H

#include "boot_info.h"

#define PATH_SIZE 512 /* of a path with its end; Linux's is 4096 */

enum node_kind {
	NODE_FILE,
	NODE_DIRECTORY,
	NODE_LINK,
	NODE_CONSOLE,
	NODE_NULL,
	NODE_PIPE, /* a module's */
};

struct file_operations;

struct node {
	u8 kind;  /* enum node_kind */
	u32 mode; /* st_mode */
	u32 links;
	u64 inode;
	const void *data; /* of a file, or a link's target; a pipe's own */
	const struct file_operations *operations; /* of a pipe */
	u64 size;
	/* A directory's path in the archive, without "/" at its ends. */
	const char *path;
	size_t path_length;
};

/* Takes a newc archive, which must stay where it is. Without one: empty. */
void root_mount(const struct file *archive);

/*
 * Finds the node of a path from the root. follow: of a symbolic link it is the
 * target. 0 or -errno.
 */
long root_find(const char *path, bool follow, struct node *node);

/*
 * A module's: finds what is in no archive, as root_find() does. NULL: there is
 * no module. -ENOENT: it has nothing of that name.
 */
extern long (*root_find_more)(const char *path, bool follow,
			      struct node *node);

/* One name in a directory. */
struct root_child {
	const char *name;
	size_t length;
	u32 mode;
	u64 inode;
};

/*
 * Finds the first name in directory whose place in the archive is *place or
 * higher, and sets *place one above it. false: there are no more.
 */
bool root_child(const struct node *directory, u64 *place,
		struct root_child *child);

#endif
