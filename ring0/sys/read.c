/* SPDX-License-Identifier: BSD-2-Clause */
/* read and its kin. Files do not change, so each is a copy from the archive. */

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/uio.h>
#include "cpu_ops.h"
#include "lib/string.h"
#include "log/console.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/console_input.h"
#include "sys/files.h"
#include "sys/syscall.h"
#include "task/task.h"
#include "task/wait.h"

#define MAX_RW_COUNT 0x7ffff000 /* Linux's: more is cut to it */

/* Page by page: what lies before a page that is not there is read. */
static long copy_out(u64 user, const u8 *from, u64 count)
{
	u64 done, size;

	for (done = 0; done < count; done += size) {
		size = PAGE_SIZE - (user + done) % PAGE_SIZE;
		if (size > count - done)
			size = count - done;
		if (!copy_to_user(user + done, from + done, size))
			return done ? (long)done : -EFAULT;
	}
	return done;
}

static bool can_wait(const struct open_file *file)
{
	return !(file->flags & O_NONBLOCK);
}

/* Without input the console is at its end, as /dev/null. */
static long read_at(const struct open_file *file, u64 buffer, u64 count,
		    u64 offset)
{
	if (file->node.kind == NODE_DIRECTORY)
		return -EISDIR;
	if (!access_ok(buffer, count))
		return -EFAULT;
	if (file->node.operations)
		return file->node.operations->read(file, buffer, count);
	if (file->node.kind == NODE_CONSOLE && console_input.read)
		return console_input.read(buffer, count, can_wait(file));
	if (file->node.kind != NODE_FILE || offset >= file->node.size)
		return 0;
	if (count > MAX_RW_COUNT)
		count = MAX_RW_COUNT;
	if (count > file->node.size - offset)
		count = file->node.size - offset;
	return copy_out(buffer, (const u8 *)file->node.data + offset, count);
}

static long read_on(struct open_file *file, u64 buffer, u64 count)
{
	long done = read_at(file, buffer, count, file->offset);

	if (done > 0)
		file->offset += done;
	return done;
}

static struct open_file *readable(u32 fd)
{
	struct open_file *file = file_get(fd);

	return file && file_readable(file) ? file : NULL;
}

SYSCALL_DEFINE3(read, u32, fd, u64, buffer, u64, count)
{
	struct open_file *file = readable(fd);

	return file ? read_on(file, buffer, count) : -EBADF;
}

SYSCALL_DEFINE4(pread64, u32, fd, u64, buffer, u64, count, s64, offset)
{
	struct open_file *file = readable(fd);

	if (offset < 0)
		return -EINVAL;
	if (!file)
		return -EBADF;
	if (file->node.kind == NODE_CONSOLE || file->node.kind == NODE_PIPE)
		return -ESPIPE;
	return read_at(file, buffer, count, offset);
}

/* Only for a pipe and the console's input anybody ever waits. */
u32 file_poll(u32 fd)
{
	const struct open_file *file = file_get(fd);
	const u32 input = POLLIN | POLLRDNORM, output = POLLOUT | POLLWRNORM;

	if (!file)
		return POLLNVAL;
	if (file->node.operations)
		return file->node.operations->poll(file);
	if (file->node.kind == NODE_CONSOLE && console_input.ready &&
	    !console_input.ready())
		return output;
	return input | output;
}

SYSCALL_DEFINE3(readv, u32, fd, u64, vector, u64, count)
{
	struct open_file *file = readable(fd);
	long total = 0, done;
	struct iovec io;
	u64 i;

	if (!file)
		return -EBADF;
	if (count > UIO_MAXIOV)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		if (!copy_from_user(&io, vector + i * sizeof(io), sizeof(io)))
			return total ? total : -EFAULT;
		done = (long)io.iov_len < 0 ?
			       -EINVAL :
			       read_on(file, (u64)io.iov_base, io.iov_len);
		if (done < 0)
			return total ? total : done;
		total += done;
		if ((u64)done < io.iov_len || !(file_poll(fd) & POLLIN))
			break;
	}
	return total;
}

SYSCALL_DEFINE3(lseek, u32, fd, s64, offset, u32, whence)
{
	struct open_file *file = file_get(fd);
	s64 base = 0;

	if (!file)
		return -EBADF;
	if (whence > SEEK_END)
		return -EINVAL;
	if (file->node.kind == NODE_CONSOLE || file->node.kind == NODE_PIPE)
		return -ESPIPE;
	if (file->node.kind == NODE_NULL)
		return file->offset = 0;
	if (whence == SEEK_CUR)
		base = file->offset;
	if (whence == SEEK_END)
		base = file->node.size;
	if (__builtin_add_overflow(base, offset, &offset) || offset < 0)
		return -EINVAL;
	return file->offset = offset;
}

/* How many of count are ready, or -EFAULT. */
static long poll_once(u64 user, u32 count)
{
	struct pollfd poll;
	long ready = 0;
	u32 i;

	for (i = 0; i < count; i++, user += sizeof(poll)) {
		if (!copy_from_user(&poll, user, sizeof(poll)))
			return -EFAULT;
		poll.revents = poll.fd < 0 ? 0 : file_poll(poll.fd) &
			(poll.events | POLLERR | POLLHUP | POLLNVAL);
		ready += poll.revents != 0;
		if (!copy_to_user(user, &poll, sizeof(poll)))
			return -EFAULT;
	}
	return ready;
}

/* Looks again each millisecond, if what is not ready may change. */
bool file_poll_wait(u64 until)
{
	static const s64 millisecond[2] = { 0, 1000000 };
	bool may_change = console_input.ready || current_task()->threads;
	u64 next = until;

	if (may_change && clock_end(millisecond, rdtsc(), &next) &&
	    next > until)
		next = until;
	return wait_until(next);
}

SYSCALL_DEFINE3(poll, u64, user, u32, count, s32, timeout)
{
	const s64 time[2] = { timeout / 1000, timeout % 1000 * 1000000 };
	u64 until = WAIT_FOREVER;
	long ready;

	if (count > FILES_MAX)
		return -EINVAL;
	if (timeout >= 0 && !clock_end(time, rdtsc(), &until))
		until = 0;
	do {
		ready = poll_once(user, count);
		if (ready || rdtsc() >= until)
			return ready;
	} while (file_poll_wait(until));
	return -EINTR;
}

/* To the console; the file's own offset, or the one at user. */
SYSCALL_DEFINE4(sendfile64, u32, out, u32, in, u64, user, u64, count)
{
	struct open_file *from = readable(in), *to = file_get(out);
	u64 offset;

	if (!from || !to || !file_writable(to))
		return -EBADF;
	if (user && !copy_from_user(&offset, user, sizeof(offset)))
		return -EFAULT;
	if (!user)
		offset = from->offset;
	if (from->node.kind != NODE_FILE || (s64)offset < 0)
		return -EINVAL;
	if (offset >= from->node.size)
		return 0;
	if (count > from->node.size - offset)
		count = from->node.size - offset;
	if (to->node.kind == NODE_CONSOLE)
		console_write_ring3((const char *)from->node.data + offset,
				    count);
	offset += count;
	if (user && !copy_to_user(user, &offset, sizeof(offset)))
		return -EFAULT;
	if (!user)
		from->offset = offset;
	return count;
}
