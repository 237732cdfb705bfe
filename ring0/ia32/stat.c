/* SPDX-License-Identifier: BSD-2-Clause */
/* stat's kin, in the two forms that i386 has: with 32 and with 64 bits. */

#include "sys/node_stat.h"
#include <linux/fcntl.h>
#include "ia32/compat.h"
#include "mm/user_copy.h"
#include "sys/files.h"
#include "sys/syscall.h"

#define STATAT_FLAGS (AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH)

typedef long write_stat(u64 user, const struct node *node);

/* No file here has a size or a number that does not fit. */
static long write_stat_32(u64 user, const struct node *node)
{
	const struct stat from = stat_of(node);
	const struct compat_stat to = {
		.st_ino = from.st_ino,
		.st_mode = from.st_mode,
		.st_nlink = from.st_nlink,
		.st_rdev = from.st_rdev,
		.st_size = from.st_size,
		.st_blksize = from.st_blksize,
		.st_blocks = from.st_blocks,
	};

	return copy_to_user(user, &to, sizeof(to)) ? 0 : -EFAULT;
}

static long write_stat_64(u64 user, const struct node *node)
{
	const struct stat from = stat_of(node);
	const struct compat_stat64 to = {
		.st_ino_low = from.st_ino,
		.st_mode = from.st_mode,
		.st_nlink = from.st_nlink,
		.st_rdev = from.st_rdev,
		.st_size = from.st_size,
		.st_blksize = from.st_blksize,
		.st_blocks = from.st_blocks,
		.st_ino = from.st_ino,
	};

	return copy_to_user(user, &to, sizeof(to)) ? 0 : -EFAULT;
}

static long stat_at(s32 dirfd, u64 path, u64 user, u32 flags,
		    write_stat *write)
{
	struct node node;
	long error = file_find(dirfd, path, !(flags & AT_SYMLINK_NOFOLLOW),
			       flags & AT_EMPTY_PATH, &node);

	return error ? error : write(user, &node);
}

static long stat_fd(u32 fd, u64 user, write_stat *write)
{
	const struct open_file *file = file_get(fd);

	return file ? write(user, &file->node) : -EBADF;
}

COMPAT_SYSCALL_DEFINE2(newstat, u64, path, u64, user)
{
	return stat_at(AT_FDCWD, path, user, 0, write_stat_32);
}

COMPAT_SYSCALL_DEFINE2(newlstat, u64, path, u64, user)
{
	return stat_at(AT_FDCWD, path, user, AT_SYMLINK_NOFOLLOW,
		       write_stat_32);
}

COMPAT_SYSCALL_DEFINE2(newfstat, u32, fd, u64, user)
{
	return stat_fd(fd, user, write_stat_32);
}

COMPAT_SYSCALL_DEFINE2(stat64, u64, path, u64, user)
{
	return stat_at(AT_FDCWD, path, user, 0, write_stat_64);
}

COMPAT_SYSCALL_DEFINE2(lstat64, u64, path, u64, user)
{
	return stat_at(AT_FDCWD, path, user, AT_SYMLINK_NOFOLLOW,
		       write_stat_64);
}

COMPAT_SYSCALL_DEFINE2(fstat64, u32, fd, u64, user)
{
	return stat_fd(fd, user, write_stat_64);
}

COMPAT_SYSCALL_DEFINE4(fstatat64, s32, dirfd, u64, path, u64, user, u32, flags)
{
	if (flags & ~STATAT_FLAGS)
		return -EINVAL;
	return stat_at(dirfd, path, user, flags, write_stat_64);
}
