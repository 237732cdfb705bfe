/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * epoll, over what poll(2) looks at. Edge-triggered entries (EPOLLET) tell an
 * event as long as it lasts, not once: more often than they promise.
 */

#include <asm/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include "cpu_ops.h"
#include "lib/nospec.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/syscall.h"
#include "task/signal.h"
#include "task/task.h"
#include "task/wait.h"

#define SETS 4 /* at a time; a further one is -ENFILE */
#define FIRST_INODE 1024 /* of a file system of their own, on Linux */
#define ALWAYS (POLLERR | POLLHUP)
#define SIGSET_SIZE 8

static struct set {
	u32 pid; /* whose it is: free if that program has ended */
	struct entry {
		u64 file; /* its serial number; 0: free */
		struct epoll_event event;
	} entry[FILES_MAX]; /* by descriptor */
} sets[SETS];

static void release(const struct open_file *file)
{
	((struct set *)file->node.data)->pid = 0;
}

static long refuse(const struct open_file *file, u64 buffer, u64 count)
{
	(void)file;
	(void)buffer;
	(void)count;
	return -EINVAL;
}

/* An entry goes when its file is closed. */
static u32 events_of(struct entry *entry, u32 fd)
{
	const struct open_file *file = entry->file ? file_get(fd) : NULL;

	if (!file || file->serial != entry->file) {
		entry->file = 0;
		return 0;
	}
	return file_poll(fd) & (entry->event.events | ALWAYS);
}

static u32 poll_set(const struct open_file *file)
{
	struct set *set = (struct set *)file->node.data;
	u32 fd;

	for (fd = 0; fd < FILES_MAX; fd++)
		if (events_of(&set->entry[fd], fd))
			return POLLIN | POLLRDNORM;
	return 0;
}

static const struct file_operations operations = { refuse, refuse, poll_set,
						   release };

static long create(u32 flags)
{
	u32 pid = current_task()->pid;
	struct set *set = sets;
	long fd;

	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	while (set < sets + SETS && set->pid == pid)
		set++;
	if (set == sets + SETS)
		return -ENFILE;
	*set = (struct set){ .pid = pid };
	file_cwd(); /* the table is this task's from here on */
	fd = file_open(&(struct node){ .kind = NODE_PIPE,
				       .mode = 0600,
				       .links = 1,
				       .inode = FIRST_INODE,
				       .data = set,
				       .operations = &operations },
		       flags | O_RDWR, 0);
	if (fd < 0)
		set->pid = 0;
	return fd;
}

SYSCALL_DEFINE1(epoll_create, s32, size)
{
	return size > 0 ? create(0) : -EINVAL;
}

SYSCALL_DEFINE1(epoll_create1, u32, flags)
{
	return create(flags);
}

/* NULL: the descriptor is no epoll set's. */
static struct set *set_of(const struct open_file *file)
{
	return file && file->node.operations == &operations ?
		       (struct set *)file->node.data :
		       NULL;
}

static long control(struct entry *entry, u32 operation,
		    const struct epoll_event *event, u64 file)
{
	if (entry->file != file)
		entry->file = 0;
	if (operation == EPOLL_CTL_ADD && entry->file)
		return -EEXIST;
	if (operation != EPOLL_CTL_ADD && !entry->file)
		return -ENOENT;
	entry->file = operation == EPOLL_CTL_DEL ? 0 : file;
	if (entry->file)
		entry->event = *event;
	return 0;
}

/* A regular file or a directory is always ready: -EPERM, as on Linux. */
SYSCALL_DEFINE4(epoll_ctl, u32, epfd, u32, operation, u32, fd, u64, user)
{
	const struct open_file *in = file_get(epfd), *file = file_get(fd);
	struct epoll_event event = { 0 };

	if (operation != EPOLL_CTL_DEL &&
	    !copy_from_user(&event, user, sizeof(event)))
		return -EFAULT;
	if (!in || !file)
		return -EBADF;
	if (file->node.kind == NODE_FILE || file->node.kind == NODE_DIRECTORY)
		return -EPERM;
	if (!set_of(in) || in == file || operation < EPOLL_CTL_ADD ||
	    operation > EPOLL_CTL_MOD)
		return -EINVAL;
	if (set_of(file))
		return -ELOOP; /* no set in a set, so none is in itself */
	return control(&set_of(in)->entry[array_index_nospec(fd, FILES_MAX)],
		       operation, &event, file->serial);
}

/* How many are ready, or -EFAULT. */
static long look(struct set *set, u64 user, u32 max)
{
	struct epoll_event event;
	u32 fd, ready = 0;

	for (fd = 0; fd < FILES_MAX && ready < max; fd++) {
		event = set->entry[fd].event;
		event.events = events_of(&set->entry[fd], fd);
		if (!event.events)
			continue;
		if (set->entry[fd].event.events & EPOLLONESHOT)
			set->entry[fd].event.events = 0;
		if (!copy_to_user(user + ready++ * sizeof(event), &event,
				  sizeof(event)))
			return -EFAULT;
	}
	return ready;
}

/* The set may be closed meanwhile, so it is looked up each time. */
static long wait_for_events(u32 epfd, u64 user, s32 max, s32 timeout)
{
	const s64 time[2] = { timeout / 1000, timeout % 1000 * 1000000 };
	u64 until = WAIT_FOREVER;
	struct set *set;
	long ready;

	if (max <= 0)
		return -EINVAL;
	if (!access_ok(user, max * sizeof(struct epoll_event)))
		return -EFAULT;
	if (!file_get(epfd))
		return -EBADF;
	if (timeout >= 0 && !clock_end(time, rdtsc(), &until))
		until = 0;
	do {
		set = set_of(file_get(epfd));
		if (!set)
			return -EINVAL;
		ready = look(set, user, max);
		if (ready || rdtsc() >= until)
			return ready;
	} while (file_poll_wait(until));
	return -EINTR;
}

SYSCALL_DEFINE4(epoll_wait, u32, epfd, u64, user, s32, max, s32, timeout)
{
	return wait_for_events(epfd, user, max, timeout);
}

SYSCALL_DEFINE6(epoll_pwait, u32, epfd, u64, user, s32, max, s32, timeout, u64,
		mask_user, u64, size)
{
	u64 mask;

	if (mask_user && size != SIGSET_SIZE)
		return -EINVAL;
	if (mask_user && !copy_from_user(&mask, mask_user, sizeof(mask)))
		return -EFAULT;
	if (mask_user)
		signal_block_meanwhile(mask);
	return wait_for_events(epfd, user, max, timeout);
}
