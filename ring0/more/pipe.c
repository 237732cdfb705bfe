/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pipes of one process. Whoever reads an empty one, or writes to a full one,
 * waits for another thread, or for a signal.
 */

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/stat.h>
#include "mm/user_copy.h"
#include "more/threads.h"
#include "sys/files.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "task/wait.h"

#define PIPES 4	       /* at a time; a further one is -ENFILE */
#define CAPACITY 65536 /* bytes, as Linux has it */
#define PIPE_BUF 4096  /* no write of so much is split */
#define FIRST_INODE 8  /* root.c's are higher, its devices' lower */

static struct pipe {
	u32 pid; /* whose it is: free if that program has ended */
	bool reader, writer;
	u32 waiting; /* threads: it is not free while there are any */
	u32 first, used;
	u8 bytes[CAPACITY];
} pipes[PIPES];

static struct pipe *pipe_of(const struct open_file *file)
{
	return (struct pipe *)file->node.data;
}

static void free_if_unused(struct pipe *pipe)
{
	if (!pipe->reader && !pipe->writer && !pipe->waiting)
		pipe->pid = 0;
}

/* After a read, a write or a close: what waits looks again. */
static void changed(const struct pipe *pipe)
{
	if (thread_current())
		thread_wake((u64)pipe, ~0u, ~0u);
}

/* 0: the pipe may have changed. The file may be closed meanwhile. */
static long wait_for_change(struct pipe *pipe, u32 flags)
{
	enum wait_end end = WAIT_SIGNAL;

	if (flags & O_NONBLOCK)
		return -EAGAIN;
	pipe->waiting++;
	if (thread_current())
		end = thread_wait((u64)pipe, ~0u, WAIT_FOREVER);
	else
		wait_until(WAIT_FOREVER);
	pipe->waiting--;
	free_if_unused(pipe);
	return end == WAIT_WOKEN ? 0 : -ERESTARTSYS;
}

static u32 smaller(u64 a, u64 b)
{
	return a < b ? a : b;
}

/* Up to the buffer's end, and then from its start. */
static long pipe_read(const struct open_file *file, u64 buffer, u64 count)
{
	struct pipe *pipe = pipe_of(file);
	u32 flags = file->flags, size;
	u64 done = 0;
	long error;

	while (count && !pipe->used && pipe->writer) {
		error = wait_for_change(pipe, flags);
		if (error)
			return error;
	}
	for (count = smaller(count, pipe->used); done < count; done += size) {
		size = smaller(count - done, CAPACITY - pipe->first);
		if (!copy_to_user(buffer + done, pipe->bytes + pipe->first,
				  size))
			return done ? (long)done : -EFAULT;
		pipe->first = (pipe->first + size) % CAPACITY;
		pipe->used -= size;
	}
	changed(pipe);
	return done;
}

/* As much as there is room for. */
static long put(struct pipe *pipe, u64 buffer, u64 count)
{
	u64 done = 0;
	u32 size, at;

	for (count = smaller(count, CAPACITY - pipe->used); done < count;
	     done += size) {
		at = (pipe->first + pipe->used) % CAPACITY;
		size = smaller(count - done, CAPACITY - at);
		if (!copy_from_user(pipe->bytes + at, buffer + done, size))
			return done ? (long)done : -EFAULT;
		pipe->used += size;
	}
	changed(pipe);
	return done;
}

/* As much as fits now. No write of up to PIPE_BUF bytes is split. */
static long write_some(struct pipe *pipe, u64 buffer, u64 count)
{
	u32 room = CAPACITY - pipe->used;

	if (!pipe->reader) {
		signal_send(SIGPIPE, SI_USER);
		return -EPIPE;
	}
	return room && (count > PIPE_BUF || count <= room) ?
		       put(pipe, buffer, count) :
		       0;
}

static long pipe_write(const struct open_file *file, u64 buffer, u64 count)
{
	struct pipe *pipe = pipe_of(file);
	u32 flags = file->flags;
	long part, error;
	u64 done = 0;

	while (done < count) {
		part = write_some(pipe, buffer + done, count - done);
		if (part < 0)
			return done ? (long)done : part;
		done += part;
		if (done == count)
			break;
		error = done && (flags & O_NONBLOCK) ?
				-EAGAIN :
				wait_for_change(pipe, flags);
		if (error)
			return done ? (long)done : error;
	}
	return done;
}

static u32 pipe_poll(const struct open_file *file)
{
	const struct pipe *pipe = pipe_of(file);
	u32 events = 0;

	if (file_writable(file)) {
		if (CAPACITY - pipe->used >= PIPE_BUF)
			events = POLLOUT | POLLWRNORM;
		return pipe->reader ? events : events | POLLERR;
	}
	if (pipe->used)
		events = POLLIN | POLLRDNORM;
	return pipe->writer ? events : events | POLLHUP;
}

static void pipe_release(const struct open_file *file)
{
	struct pipe *pipe = pipe_of(file);

	if (file_writable(file))
		pipe->writer = false;
	else
		pipe->reader = false;
	changed(pipe);
	free_if_unused(pipe);
}

static const struct file_operations operations = {
	pipe_read,
	pipe_write,
	pipe_poll,
	pipe_release,
};

static struct pipe *new_pipe(void)
{
	u32 pid = current_task()->pid;
	struct pipe *pipe;

	for (pipe = pipes; pipe < pipes + PIPES; pipe++) {
		if (pipe->pid == pid)
			continue;
		pipe->pid = pid;
		pipe->reader = pipe->writer = true;
		pipe->waiting = 0;
		pipe->first = pipe->used = 0;
		return pipe;
	}
	return NULL;
}

/* Opens both ends of a pipe, or none: its last close frees it. */
static long open_ends(const struct node *node, u32 flags, s32 fd[2])
{
	file_cwd(); /* the table is this task's from here on */
	fd[0] = file_open(node, flags | O_RDONLY, 0);
	if (fd[0] < 0)
		return fd[0];
	fd[1] = file_open(node, flags | O_WRONLY, 0);
	if (fd[1] < 0)
		file_close(fd[0]);
	return fd[1] < 0 ? fd[1] : 0;
}

static long make_pipe(u64 user, u32 flags)
{
	struct pipe *pipe;
	long error;
	s32 fd[2];

	if (flags & ~(O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	pipe = new_pipe();
	if (!pipe)
		return -ENFILE;
	error = open_ends(&(struct node){ .kind = NODE_PIPE,
					  .mode = S_IFIFO | 0600,
					  .links = 1,
					  .inode = FIRST_INODE + (pipe - pipes),
					  .data = pipe,
					  .operations = &operations },
			  flags, fd);
	if (error) {
		pipe->pid = 0;
		return error;
	}
	if (copy_to_user(user, fd, sizeof(fd)))
		return 0;
	file_close(fd[0]);
	file_close(fd[1]);
	return -EFAULT;
}

SYSCALL_DEFINE1(pipe, u64, user)
{
	return make_pipe(user, 0);
}

SYSCALL_DEFINE2(pipe2, u64, user, u32, flags)
{
	return make_pipe(user, flags);
}
