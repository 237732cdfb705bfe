/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that open, close and duplicate descriptors, and walk paths. */

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include "lib/string.h"
#include "mm/user_copy.h"
#include "sys/files.h"
#include "sys/syscall.h"

#define ACCESS_ANY 7 /* R_OK, W_OK, X_OK */
#define ACCESS_WRITE 2
#define DEVICE(node) S_ISCHR((node)->mode)

static long open_at(s32 dirfd, u64 path, u32 flags)
{
	struct node node;
	long error = file_find(dirfd, path, !(flags & O_NOFOLLOW), false,
			       &node);
	bool write = flags & (O_WRONLY | O_RDWR | O_TRUNC);

	if (error == -ENOENT && (flags & O_CREAT))
		return -EROFS;
	if (error)
		return error;
	if ((flags & O_CREAT) && (flags & O_EXCL))
		return -EEXIST;
	if (node.kind == NODE_LINK)
		return -ELOOP;
	if ((flags & O_DIRECTORY) && node.kind != NODE_DIRECTORY)
		return -ENOTDIR;
	if (node.kind == NODE_DIRECTORY && (write || (flags & O_CREAT)))
		return -EISDIR;
	if (write && !DEVICE(&node))
		return -EROFS;
	file_cwd(); /* the table is this task's from here on */
	return file_open(&node, flags, 0);
}

SYSCALL_DEFINE3(open, u64, path, u32, flags, u32, mode)
{
	(void)mode;
	return open_at(AT_FDCWD, path, flags);
}

SYSCALL_DEFINE4(openat, s32, dirfd, u64, path, u32, flags, u32, mode)
{
	(void)mode;
	return open_at(dirfd, path, flags);
}

SYSCALL_DEFINE1(close, u32, fd)
{
	if (!file_get(fd))
		return -EBADF;
	file_close(fd);
	return 0;
}

SYSCALL_DEFINE1(dup, u32, fd)
{
	struct open_file *file = file_get(fd);

	return file ? file_share(file, 0, false) : -EBADF;
}

SYSCALL_DEFINE2(dup2, u32, from, u32, to)
{
	struct open_file *file = file_get(from);

	if (!file || to >= FILES_MAX)
		return -EBADF;
	if (from != to)
		file_share_as(file, to, false);
	return to;
}

SYSCALL_DEFINE3(dup3, u32, from, u32, to, u32, flags)
{
	struct open_file *file = file_get(from);

	if ((flags & ~O_CLOEXEC) || from == to)
		return -EINVAL;
	if (!file || to >= FILES_MAX)
		return -EBADF;
	file_share_as(file, to, flags & O_CLOEXEC);
	return to;
}

SYSCALL_DEFINE3(fcntl, u32, fd, u32, command, u64, argument)
{
	struct open_file *file = file_get(fd);

	if (!file)
		return -EBADF;
	switch (command) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		if (argument >= FILES_MAX)
			return -EINVAL;
		return file_share(file, argument, command == F_DUPFD_CLOEXEC);
	case F_GETFD:
		return file_close_on_exec(fd);
	case F_SETFD:
		file_set_close_on_exec(fd, argument & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return file->flags & ~(O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC);
	case F_SETFL: /* of these flags one has an effect here */
		file->flags = (file->flags & ~O_NONBLOCK) |
			      (argument & O_NONBLOCK);
		return 0;
	default:
		return -EINVAL;
	}
}

/* The console is a log, and no terminal that has settings. */
SYSCALL_DEFINE3(ioctl, u32, fd, u32, command, u64, argument)
{
	(void)command;
	(void)argument;
	return file_get(fd) ? -ENOTTY : -EBADF;
}

static long access_at(s32 dirfd, u64 path, u32 mode)
{
	struct node node;
	long error;

	if (mode & ~ACCESS_ANY)
		return -EINVAL;
	error = file_find(dirfd, path, true, false, &node);
	if (!error && (mode & ACCESS_WRITE) && !DEVICE(&node))
		return -EROFS;
	if (!error && (mode & 1) && !(node.mode & 0111))
		return -EACCES; /* not even root executes that */
	return error;
}

SYSCALL_DEFINE2(access, u64, path, u32, mode)
{
	return access_at(AT_FDCWD, path, mode);
}

SYSCALL_DEFINE3(faccessat, s32, dirfd, u64, path, u32, mode)
{
	return access_at(dirfd, path, mode);
}

SYSCALL_DEFINE1(chdir, u64, path)
{
	struct node node;
	long error = file_find(AT_FDCWD, path, true, false, &node);

	if (error)
		return error;
	if (node.kind != NODE_DIRECTORY)
		return -ENOTDIR;
	memcpy(file_cwd(), node.path, node.path_length);
	file_cwd()[node.path_length] = '\0';
	return 0;
}

/* Returns the length of what it wrote, with "/" before and the end after. */
SYSCALL_DEFINE2(getcwd, u64, buffer, u64, size)
{
	char path[PATH_SIZE + 1] = "/";
	size_t length = strlen(file_cwd());

	memcpy(path + 1, file_cwd(), length + 1);
	length += 2;
	if (size < length)
		return -ERANGE;
	return copy_to_user(buffer, path, length) ? (long)length : -EFAULT;
}

static long readlink_at(s32 dirfd, u64 path, u64 buffer, s32 size)
{
	struct node node;
	long error;

	if (size <= 0)
		return -EINVAL;
	error = file_find(dirfd, path, false, false, &node);
	if (error)
		return error;
	if (node.kind != NODE_LINK)
		return -EINVAL;
	if ((u64)size > node.size)
		size = node.size;
	return copy_to_user(buffer, node.data, size) ? size : -EFAULT;
}

SYSCALL_DEFINE3(readlink, u64, path, u64, buffer, s32, size)
{
	return readlink_at(AT_FDCWD, path, buffer, size);
}

SYSCALL_DEFINE4(readlinkat, s32, dirfd, u64, path, u64, buffer, s32, size)
{
	return readlink_at(dirfd, path, buffer, size);
}
