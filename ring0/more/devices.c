/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that are in no archive: /dev/zero, full, random and urandom, and
 * /proc/self/exe, a link to the program's own file.
 */

#include <asm/errno.h>
#include <linux/poll.h>
#include <linux/stat.h>
#include "lib/path.h"
#include "lib/random.h"
#include "lib/string.h"
#include "mm/user_copy.h"
#include "more/more.h"
#include "sys/files.h"
#include "task/task.h"

#define FIRST_INODE 4 /* root.c's devices have those below, pipes 8 to 11 */
#define MAX_RW_COUNT 0x7ffff000 /* Linux's: more is cut to it */

typedef void fill(u8 *bytes, size_t size);

static void fill_zero(u8 *bytes, size_t size)
{
	memset(bytes, 0, size);
}

/* Not fit for keys: see getrandom. */
static void fill_random(u8 *bytes, size_t size)
{
	u64 word;

	for (; size; bytes += sizeof(word), size -= sizeof(word)) {
		word = random_u64();
		memcpy(bytes, &word, sizeof(word));
	}
}

/* No piece has a page's end in it, so what fits is written. */
static long fill_user(u64 buffer, u64 count, fill *fill_bytes)
{
	u8 bytes[64];
	u64 done, size;

	if (count > MAX_RW_COUNT)
		count = MAX_RW_COUNT;
	for (done = 0; done < count; done += size) {
		size = sizeof(bytes) - (buffer + done) % sizeof(bytes);
		if (size > count - done)
			size = count - done;
		fill_bytes(bytes, sizeof(bytes));
		if (!copy_to_user(buffer + done, bytes, size))
			return done ? (long)done : -EFAULT;
	}
	return done;
}

static long read_zero(const struct open_file *file, u64 buffer, u64 count)
{
	(void)file;
	return fill_user(buffer, count, fill_zero);
}

static long read_random(const struct open_file *file, u64 buffer, u64 count)
{
	(void)file;
	return fill_user(buffer, count, fill_random);
}

static long write_nowhere(const struct open_file *file, u64 buffer, u64 count)
{
	(void)file;
	return access_ok(buffer, count) ? (long)count : -EFAULT;
}

static long write_full(const struct open_file *file, u64 buffer, u64 count)
{
	(void)file;
	(void)buffer;
	(void)count;
	return -ENOSPC;
}

static u32 poll_ready(const struct open_file *file)
{
	(void)file;
	return POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM;
}

static void release(const struct open_file *file)
{
	(void)file;
}

static const struct file_operations
	zero = { read_zero, write_nowhere, poll_ready, release },
	full = { read_zero, write_full, poll_ready, release },
	random = { read_random, write_nowhere, poll_ready, release };

static const struct {
	const char *path;
	const struct file_operations *operations;
} devices[] = {
	{ "/dev/zero", &zero },
	{ "/dev/full", &full },
	{ "/dev/random", &random },
	{ "/dev/urandom", &random },
};

/* The link, or what it leads to. */
static long find_exe(bool follow, struct node *node)
{
	static char path[sizeof(current_task()->exe) + 1];
	const char *name = current_task()->exe;

	while (*name == '/' || (name[0] == '.' && name[1] == '/'))
		name++;
	path[0] = '/';
	memcpy(path + 1, name, strlen(name) + 1);
	if (follow)
		return root_find(path, true, node);
	*node = (struct node){ .kind = NODE_LINK,
			       .mode = S_IFLNK | 0777,
			       .links = 1,
			       .inode = FIRST_INODE + ARRAY_SIZE(devices) + 4,
			       .data = path,
			       .size = strlen(path) };
	return 0;
}

long devices_find(const char *path, bool follow, struct node *node)
{
	size_t i;

	if (path_same(path, "/proc/self/exe"))
		return find_exe(follow, node);
	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		if (!path_same(path, devices[i].path))
			continue;
		*node = (struct node){ .kind = NODE_PIPE,
				       .mode = S_IFCHR | 0666,
				       .links = 1,
				       .inode = FIRST_INODE + i,
				       .operations = devices[i].operations };
		return 0;
	}
	return -ENOENT;
}
