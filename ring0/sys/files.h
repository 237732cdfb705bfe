/* SPDX-License-Identifier: BSD-2-Clause */
/* The current task's open files. */
#ifndef RING0_SYS_FILES_H
#define RING0_SYS_FILES_H

#include "sys/root.h"

#define FILES_MAX 32 /* descriptors; Linux's limit is 1024 */

/* An open file: all descriptors that dup() made share its offset. */
struct open_file {
	struct node node;
	u64 offset;
	u32 flags; /* O_* as opened */
	u32 users; /* descriptors */
	u64 serial; /* no other one ever has this number */
};

/* What a module does for its files, as the calls of these names. */
struct file_operations {
	long (*read)(const struct open_file *file, u64 buffer, u64 count);
	long (*write)(const struct open_file *file, u64 buffer, u64 count);
	u32 (*poll)(const struct open_file *file);
	void (*release)(const struct open_file *file); /* the last close */
};

/* Returns the file of a descriptor. NULL: it is not open, -EBADF. */
struct open_file *file_get(u32 fd);

/* Opens node at the lowest free descriptor from min on. fd or -errno. */
long file_open(const struct node *node, u32 flags, u32 min);

/* Gives the file the lowest free descriptor from min on, too. fd or -errno. */
long file_share(struct open_file *file, u32 min, bool close_on_exec);
/* Gives it just that descriptor, whose file is closed if it has one. */
void file_share_as(struct open_file *file, u32 fd, bool close_on_exec);
/* Closes a descriptor that is open. */
void file_close(u32 fd);

/* read.c: which of poll(2)'s events a descriptor has now. */
u32 file_poll(u32 fd);
/* Waits until that may be others, but not after until. false: for a signal. */
bool file_poll_wait(u64 until);

/* Reads and sets FD_CLOEXEC, which has no effect without exec. */
bool file_close_on_exec(u32 fd);
void file_set_close_on_exec(u32 fd, bool close_on_exec);

/* Returns PATH_SIZE bytes: where relative paths begin, "" for the root. */
char *file_cwd(void);

/*
 * Reads ring 3's path and finds what it names, from directory dirfd (AT_FDCWD)
 * if it is relative. empty_ok: an empty path is dirfd itself. 0 or -errno.
 */
long file_find(s32 dirfd, u64 path, bool follow, bool empty_ok,
	       struct node *node);

static inline bool file_readable(const struct open_file *file)
{
	return (file->flags & 3) != 1; /* O_ACCMODE, O_WRONLY */
}

static inline bool file_writable(const struct open_file *file)
{
	return file->flags & 3; /* O_WRONLY or O_RDWR */
}

#endif
