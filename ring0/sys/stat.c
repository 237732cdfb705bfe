/* SPDX-License-Identifier: BSD-2-Clause */
/* What a file is, and what a directory holds. */

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include "lib/string.h"
#include "mm/user_copy.h"
#include "sys/files.h"
#include "sys/node_stat.h"
#include "sys/syscall.h"

#define SECTOR 512 /* st_blocks counts these, whatever the file system */
#define CONSOLE_DEVICE (5 << 8 | 1)
#define NULL_DEVICE (1 << 8 | 3)

struct stat stat_of(const struct node *node)
{
	return (struct stat){
		.st_ino = node->inode,
		.st_nlink = node->links,
		.st_mode = node->mode,
		.st_size = node->size,
		.st_rdev = node->kind == NODE_CONSOLE ? CONSOLE_DEVICE :
			   node->kind == NODE_NULL    ? NULL_DEVICE :
							0,
		.st_blksize = PAGE_SIZE,
		.st_blocks = ALIGN_UP(node->size, SECTOR) / SECTOR,
	};
}

static long write_stat(u64 user, const struct node *node)
{
	const struct stat stat = stat_of(node);

	return copy_to_user(user, &stat, sizeof(stat)) ? 0 : -EFAULT;
}

static long stat_at(s32 dirfd, u64 path, u64 user, u32 flags)
{
	struct node node;
	long error = file_find(dirfd, path, !(flags & AT_SYMLINK_NOFOLLOW),
			       flags & AT_EMPTY_PATH, &node);

	return error ? error : write_stat(user, &node);
}

SYSCALL_DEFINE2(newstat, u64, path, u64, user)
{
	return stat_at(AT_FDCWD, path, user, 0);
}

SYSCALL_DEFINE2(newlstat, u64, path, u64, user)
{
	return stat_at(AT_FDCWD, path, user, AT_SYMLINK_NOFOLLOW);
}

SYSCALL_DEFINE2(newfstat, u32, fd, u64, user)
{
	const struct open_file *file = file_get(fd);

	return file ? write_stat(user, &file->node) : -EBADF;
}

SYSCALL_DEFINE4(newfstatat, s32, dirfd, u64, path, u64, user, u32, flags)
{
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH))
		return -EINVAL;
	return stat_at(dirfd, path, user, flags);
}

/* All that there is to know, whatever mask asks for. */
SYSCALL_DEFINE5(statx, s32, dirfd, u64, path, u32, flags, u32, mask, u64, user)
{
	struct node node;
	struct statx stat;
	long error = file_find(dirfd, path, !(flags & AT_SYMLINK_NOFOLLOW),
			       flags & AT_EMPTY_PATH, &node);

	if (mask & STATX__RESERVED)
		return -EINVAL;
	if (error)
		return error;
	stat = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = PAGE_SIZE,
		.stx_nlink = node.links,
		.stx_mode = node.mode,
		.stx_ino = node.inode,
		.stx_size = node.size,
		.stx_blocks = ALIGN_UP(node.size, SECTOR) / SECTOR,
	};
	return copy_to_user(user, &stat, sizeof(stat)) ? 0 : -EFAULT;
}

/* Linux's struct linux_dirent64, with room for the longest name. */
struct dirent64 {
	u64 inode;
	s64 offset; /* of the next one */
	u16 length;
	u8 type;
	char name[PATH_SIZE];
} __attribute__((packed));

#define DIRENT_NAME offsetof(struct dirent64, name)

/* "." and ".." come first, at offsets 0 and 1. false: there are no more. */
static bool next_child(const struct open_file *file, u64 *offset,
		       struct root_child *child)
{
	u64 place = *offset - 2;

	if (*offset < 2) {
		*child = (struct root_child){ "..", 1 + *offset,
					      S_IFDIR | 0555, 1 };
		++*offset;
		return true;
	}
	if (!root_child(&file->node, &place, child))
		return false;
	*offset = place + 2;
	return true;
}

SYSCALL_DEFINE3(getdents64, u32, fd, u64, user, u32, size)
{
	struct open_file *file = file_get(fd);
	struct root_child child;
	struct dirent64 entry;
	u64 offset, done = 0;

	if (!file)
		return -EBADF;
	if (file->node.kind != NODE_DIRECTORY)
		return -ENOTDIR;
	for (offset = file->offset; next_child(file, &offset, &child);
	     file->offset = offset) {
		if (child.length >= PATH_SIZE)
			continue;
		memset(&entry, 0, sizeof(entry));
		entry.inode = child.inode;
		entry.offset = offset;
		entry.length = ALIGN_UP(DIRENT_NAME + child.length + 1, 8);
		entry.type = (child.mode & S_IFMT) >> 12;
		memcpy(entry.name, child.name, child.length);
		if (entry.length > size - done)
			return done ? (long)done : -EINVAL;
		if (!copy_to_user(user + done, &entry, entry.length))
			return done ? (long)done : -EFAULT;
		done += entry.length;
	}
	return done;
}
