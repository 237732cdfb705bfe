/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors and paths. A CPU runs one task at a time, so each CPU has one
 * table. It belongs to the task that asked last; a new task finds it as new.
 */

#include "sys/files.h"
#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include "lib/nospec.h"
#include "lib/string.h"
#include "mm/user_copy.h"
#include "task/task.h"

struct table {
	u32 pid;
	struct open_file *file[FILES_MAX]; /* by descriptor */
	bool close_on_exec[FILES_MAX];
	struct open_file files[FILES_MAX];
	char cwd[PATH_SIZE];
};

static PERCPU struct table tables;

static struct table *table(void)
{
	return percpu(tables);
}

/* Descriptors 0 to 2 are the console. */
static void start_table(void)
{
	struct node console;
	u32 fd;

	memset(table(), 0, sizeof(struct table));
	table()->pid = current_task()->pid;
	root_find("/dev/console", true, &console);
	file_open(&console, O_RDWR, 0);
	for (fd = 1; fd < 3; fd++)
		file_share_as(table()->file[0], fd, false);
}

static void use_table(void)
{
	if (table()->pid != current_task()->pid)
		start_table();
}

struct open_file *file_get(u32 fd)
{
	use_table();
	if (fd >= FILES_MAX)
		return NULL;
	return table()->file[array_index_nospec(fd, FILES_MAX)];
}

static long free_descriptor(u32 min)
{
	u32 fd;

	for (fd = min; fd < FILES_MAX; fd++)
		if (!table()->file[fd])
			return fd;
	return -EMFILE;
}

long file_open(const struct node *node, u32 flags, u32 min)
{
	long fd = free_descriptor(min);
	struct open_file *file = table()->files;
	static u64 last_serial;

	if (fd < 0)
		return fd;
	while (file->users) /* there is one, for there is a descriptor */
		file++;
	*file = (struct open_file){ *node, 0, flags, 0,
		__atomic_add_fetch(&last_serial, 1, __ATOMIC_RELAXED) };
	file_share_as(file, fd, flags & O_CLOEXEC);
	return fd;
}

long file_share(struct open_file *file, u32 min, bool close_on_exec)
{
	long fd = free_descriptor(min);

	if (fd >= 0)
		file_share_as(file, fd, close_on_exec);
	return fd;
}

void file_share_as(struct open_file *file, u32 fd, bool close_on_exec)
{
	file->users++;
	fd = array_index_nospec(fd, FILES_MAX);
	if (table()->file[fd])
		file_close(fd);
	table()->file[fd] = file;
	table()->close_on_exec[fd] = close_on_exec;
}

void file_close(u32 fd)
{
	struct open_file **file =
		&table()->file[array_index_nospec(fd, FILES_MAX)];

	if (!--(*file)->users && (*file)->node.operations)
		(*file)->node.operations->release(*file);
	*file = NULL;
}

bool file_close_on_exec(u32 fd)
{
	return table()->close_on_exec[array_index_nospec(fd, FILES_MAX)];
}

void file_set_close_on_exec(u32 fd, bool close_on_exec)
{
	fd = array_index_nospec(fd, FILES_MAX);
	table()->close_on_exec[fd] = close_on_exec;
}

char *file_cwd(void)
{
	use_table();
	return table()->cwd;
}

/* A string of ring 3's with its end, into PATH_SIZE bytes. */
static long copy_path(char *to, u64 user)
{
	size_t i;

	for (i = 0; i < PATH_SIZE; i++) {
		if (!copy_from_user(&to[i], user + i, 1))
			return -EFAULT;
		if (!to[i])
			return 0;
	}
	return -ENAMETOOLONG;
}

/* Puts the directory's path before a relative one. */
static long complete(char *path, const char *directory, size_t length)
{
	size_t size = strlen(path) + 1;

	if (!length)
		return 0;
	if (length + 1 + size > PATH_SIZE)
		return -ENAMETOOLONG;
	memmove(path + length + 1, path, size);
	memcpy(path, directory, length);
	path[length] = '/';
	return 0;
}

static long complete_at(char *path, s32 dirfd)
{
	const struct open_file *file;

	if (dirfd == AT_FDCWD)
		return complete(path, file_cwd(), strlen(file_cwd()));
	file = file_get(dirfd);
	if (!file)
		return -EBADF;
	if (file->node.kind != NODE_DIRECTORY)
		return -ENOTDIR;
	return complete(path, file->node.path, file->node.path_length);
}

long file_find(s32 dirfd, u64 user, bool follow, bool empty_ok,
	       struct node *node)
{
	char path[PATH_SIZE];
	long error = copy_path(path, user);

	if (error)
		return error;
	if (!*path && empty_ok && dirfd != AT_FDCWD) {
		const struct open_file *file = file_get(dirfd);

		if (file)
			*node = file->node;
		return file ? 0 : -EBADF;
	}
	if (!*path && !empty_ok)
		return -ENOENT;
	if (*path != '/')
		error = complete_at(path, dirfd);
	return error ? error : root_find(*path ? path : "/", follow, node);
}
