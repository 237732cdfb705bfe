/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that would change the file system, which is read-only: -EROFS, after
 * the errors that Linux finds before it.
 */

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include "mm/user_copy.h"
#include "sys/files.h"
#include "sys/syscall.h"

/* What must be there. */
static long change(s32 dirfd, u64 path, bool follow)
{
	struct node node;
	long error = file_find(dirfd, path, follow, false, &node);

	return error ? error : -EROFS;
}

/* What must not be there yet. */
static long create(s32 dirfd, u64 path)
{
	long error = change(dirfd, path, false);

	if (error == -EROFS)
		return -EEXIST;
	return error == -ENOENT ? -EROFS : error;
}

/* A second name of what is there. */
static long move(s32 dirfd, u64 path, s32 new_dirfd, u64 new_path)
{
	long error = change(dirfd, path, false);
	struct node node;

	if (error != -EROFS)
		return error;
	error = file_find(new_dirfd, new_path, false, false, &node);
	return error && error != -ENOENT ? error : -EROFS;
}

/* Only what is open for writing can be cut, and no file is. */
SYSCALL_DEFINE2(ftruncate, u32, fd, s64, size)
{
	if (size < 0)
		return -EINVAL;
	return file_get(fd) ? -EINVAL : -EBADF;
}

SYSCALL_DEFINE2(truncate, u64, path, s64, size)
{
	return size < 0 ? -EINVAL : change(AT_FDCWD, path, true);
}

/* Of 32-bit code the size is in one word, or in two. */
COMPAT_SYSCALL_DEFINE2(ftruncate, u32, fd, s32, size)
{
	return size < 0 || file_get(fd) ? -EINVAL : -EBADF;
}

COMPAT_SYSCALL_DEFINE2(truncate, u64, path, s32, size)
{
	return size < 0 ? -EINVAL : change(AT_FDCWD, path, true);
}

COMPAT_SYSCALL_DEFINE3(ftruncate64, u32, fd, u32, low, s32, high)
{
	(void)low;
	return high < 0 || file_get(fd) ? -EINVAL : -EBADF;
}

COMPAT_SYSCALL_DEFINE3(truncate64, u64, path, u32, low, s32, high)
{
	(void)low;
	return high < 0 ? -EINVAL : change(AT_FDCWD, path, true);
}

static long change_file(u32 fd)
{
	return file_get(fd) ? -EROFS : -EBADF;
}

SYSCALL_DEFINE2(fchmod, u32, fd, u32, mode)
{
	(void)mode;
	return change_file(fd);
}

SYSCALL_DEFINE3(fchown, u32, fd, u32, user, u32, group)
{
	(void)user;
	(void)group;
	return change_file(fd);
}

/* What has no disk, or no dirty pages, is as it should be. */
static long sync_file(u32 fd)
{
	const struct open_file *file = file_get(fd);

	if (!file)
		return -EBADF;
	return file->node.kind == NODE_FILE ||
			       file->node.kind == NODE_DIRECTORY ?
		       0 :
		       -EINVAL;
}

SYSCALL_DEFINE1(fsync, u32, fd)
{
	return sync_file(fd);
}

SYSCALL_DEFINE1(fdatasync, u32, fd)
{
	return sync_file(fd);
}

SYSCALL_DEFINE0(sync)
{
	return 0;
}

#define ADVICE_LAST 5 /* POSIX_FADV_NOREUSE */

SYSCALL_DEFINE4(fadvise64, u32, fd, s64, offset, s64, size, u32, advice)
{
	const struct open_file *file = file_get(fd);

	(void)offset;
	if (!file)
		return -EBADF;
	if (file->node.kind == NODE_PIPE)
		return -ESPIPE;
	return size < 0 || advice > ADVICE_LAST ? -EINVAL : 0;
}

SYSCALL_DEFINE2(mkdir, u64, path, u32, mode)
{
	(void)mode;
	return create(AT_FDCWD, path);
}

SYSCALL_DEFINE3(mkdirat, s32, dirfd, u64, path, u32, mode)
{
	(void)mode;
	return create(dirfd, path);
}

SYSCALL_DEFINE3(mknod, u64, path, u32, mode, u32, device)
{
	(void)mode;
	(void)device;
	return create(AT_FDCWD, path);
}

SYSCALL_DEFINE2(symlink, u64, target, u64, path)
{
	(void)target;
	return create(AT_FDCWD, path);
}

SYSCALL_DEFINE3(symlinkat, u64, target, s32, dirfd, u64, path)
{
	(void)target;
	return create(dirfd, path);
}

SYSCALL_DEFINE1(rmdir, u64, path)
{
	return change(AT_FDCWD, path, false);
}

SYSCALL_DEFINE1(unlink, u64, path)
{
	return change(AT_FDCWD, path, false);
}

SYSCALL_DEFINE3(unlinkat, s32, dirfd, u64, path, u32, flags)
{
	return flags & ~AT_REMOVEDIR ? -EINVAL :
					change(dirfd, path, false);
}

SYSCALL_DEFINE2(chmod, u64, path, u32, mode)
{
	(void)mode;
	return change(AT_FDCWD, path, true);
}

SYSCALL_DEFINE3(fchmodat, s32, dirfd, u64, path, u32, mode)
{
	(void)mode;
	return change(dirfd, path, true);
}

SYSCALL_DEFINE3(chown, u64, path, u32, user, u32, group)
{
	(void)user;
	(void)group;
	return change(AT_FDCWD, path, true);
}

SYSCALL_DEFINE3(lchown, u64, path, u32, user, u32, group)
{
	(void)user;
	(void)group;
	return change(AT_FDCWD, path, false);
}

SYSCALL_DEFINE4(fchownat, s32, dirfd, u64, path, u32, user, u32, group)
{
	(void)user;
	(void)group;
	return change(dirfd, path, true);
}

SYSCALL_DEFINE4(utimensat, s32, dirfd, u64, path, u64, times, u32, flags)
{
	(void)times;
	(void)flags;
	return path ? change(dirfd, path, true) : change_file(dirfd);
}

SYSCALL_DEFINE2(link, u64, path, u64, name)
{
	return move(AT_FDCWD, path, AT_FDCWD, name);
}

SYSCALL_DEFINE4(linkat, s32, dirfd, u64, path, s32, new_dirfd, u64, name)
{
	return move(dirfd, path, new_dirfd, name);
}

SYSCALL_DEFINE2(rename, u64, path, u64, name)
{
	return move(AT_FDCWD, path, AT_FDCWD, name);
}

SYSCALL_DEFINE4(renameat, s32, dirfd, u64, path, s32, new_dirfd, u64, name)
{
	return move(dirfd, path, new_dirfd, name);
}

SYSCALL_DEFINE5(renameat2, s32, dirfd, u64, path, s32, new_dirfd, u64, name,
		u32, flags)
{
	(void)flags;
	return move(dirfd, path, new_dirfd, name);
}
