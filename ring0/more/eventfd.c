/* SPDX-License-Identifier: BSD-2-Clause */
/* A counter that is a file: threads wake each other by it. */

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include "mm/user_copy.h"
#include "more/threads.h"
#include "sys/files.h"
#include "sys/syscall.h"
#include "task/wait.h"

#define EFD_SEMAPHORE 1
#define EFD_CLOEXEC O_CLOEXEC
#define EFD_NONBLOCK O_NONBLOCK

#define COUNTERS 4	 /* at a time; a further one is -ENFILE */
#define COUNT_MAX ~1ull
#define FIRST_INODE 1024 /* of a file system of their own, on Linux */

static struct counter {
	u32 pid; /* whose it is: free if that program has ended */
	bool semaphore;
	u32 waiting; /* threads: it is not free while there are any */
	bool open;
	u64 count;
} counters[COUNTERS];

static struct counter *counter_of(const struct open_file *file)
{
	return (struct counter *)file->node.data;
}

static void free_if_unused(struct counter *counter)
{
	if (!counter->open && !counter->waiting)
		counter->pid = 0;
}

static void changed(const struct counter *counter)
{
	if (thread_current())
		thread_wake((u64)counter, ~0u, ~0u);
}

/* 0: it may have changed. The file may be closed meanwhile. */
static long wait_for_change(struct counter *counter, u32 flags)
{
	enum wait_end end = WAIT_SIGNAL;

	if (flags & O_NONBLOCK)
		return -EAGAIN;
	counter->waiting++;
	if (thread_current())
		end = thread_wait((u64)counter, ~0u, WAIT_FOREVER);
	else
		wait_until(WAIT_FOREVER);
	counter->waiting--;
	free_if_unused(counter);
	return end == WAIT_WOKEN ? 0 : -ERESTARTSYS;
}

static long counter_read(const struct open_file *file, u64 buffer, u64 size)
{
	struct counter *counter = counter_of(file);
	u32 flags = file->flags;
	u64 value;
	long error;

	if (size < sizeof(value))
		return -EINVAL;
	while (!counter->count) {
		error = wait_for_change(counter, flags);
		if (error)
			return error;
	}
	value = counter->semaphore ? 1 : counter->count;
	counter->count -= value;
	changed(counter);
	return copy_to_user(buffer, &value, sizeof(value)) ?
		       (long)sizeof(value) :
		       -EFAULT;
}

static long counter_write(const struct open_file *file, u64 buffer, u64 size)
{
	struct counter *counter = counter_of(file);
	u32 flags = file->flags;
	u64 value;
	long error;

	if (size < sizeof(value))
		return -EINVAL;
	if (!copy_from_user(&value, buffer, sizeof(value)))
		return -EFAULT;
	if (value > COUNT_MAX)
		return -EINVAL;
	while (value > COUNT_MAX - counter->count) {
		error = wait_for_change(counter, flags);
		if (error)
			return error;
	}
	counter->count += value;
	changed(counter);
	return sizeof(value);
}

static u32 counter_poll(const struct open_file *file)
{
	u64 count = counter_of(file)->count;

	return (count ? POLLIN | POLLRDNORM : 0) |
	       (count < COUNT_MAX ? POLLOUT | POLLWRNORM : 0);
}

static void counter_release(const struct open_file *file)
{
	struct counter *counter = counter_of(file);

	counter->open = false;
	changed(counter);
	free_if_unused(counter);
}

static const struct file_operations operations = {
	counter_read,
	counter_write,
	counter_poll,
	counter_release,
};

static struct counter *new_counter(u32 count, bool semaphore)
{
	u32 pid = current_task()->pid;
	struct counter *counter = counters;

	while (counter < counters + COUNTERS && counter->pid == pid)
		counter++;
	if (counter == counters + COUNTERS)
		return NULL;
	*counter = (struct counter){ .pid = pid, .semaphore = semaphore,
				     .open = true, .count = count };
	return counter;
}

static long make(u32 count, u32 flags)
{
	struct counter *counter;
	long fd;

	if (flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	file_cwd(); /* the table is this task's from here on */
	counter = new_counter(count, flags & EFD_SEMAPHORE);
	if (!counter)
		return -ENFILE;
	fd = file_open(&(struct node){ .kind = NODE_PIPE,
				       .mode = 0600,
				       .links = 1,
				       .inode = FIRST_INODE,
				       .data = counter,
				       .operations = &operations },
		       (flags & ~EFD_SEMAPHORE) | O_RDWR, 0);
	if (fd < 0)
		counter->pid = 0;
	return fd;
}

SYSCALL_DEFINE1(eventfd, u32, count)
{
	return make(count, 0);
}

SYSCALL_DEFINE2(eventfd2, u32, count, u32, flags)
{
	return make(count, flags);
}
