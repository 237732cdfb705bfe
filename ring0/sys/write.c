/* SPDX-License-Identifier: BSD-2-Clause */
/* write and writev: ring 3's text to the log. */

#include <asm/errno.h>
#include <linux/uio.h>
#include "log/console.h"
#include "sys/files.h"
#include "sys/syscall.h"
#include "mm/user_copy.h"

#define MAX_RW_COUNT 0x7ffff000 /* Linux's: more is cut to it */
#define CHUNK 256
#define UIO_FASTIOV 8 /* Linux's: elements on the stack */

/* Bytes written; -EFAULT only if that is none, as on Linux. */
static long write_out(u64 buffer, u64 count)
{
	char chunk[CHUNK];
	u64 done, size;

	if (!access_ok(buffer, count))
		return -EFAULT;
	if (count > MAX_RW_COUNT)
		count = MAX_RW_COUNT;
	for (done = 0; done < count; done += size) {
		size = count - done < CHUNK ? count - done : CHUNK;
		if (!copy_from_user(chunk, buffer + done, size))
			return done ? (long)done : -EFAULT;
		console_write_ring3(chunk, size);
	}
	return done;
}

static const struct open_file *writable(u32 fd)
{
	const struct open_file *file = file_get(fd);

	return file && file_writable(file) ? file : NULL;
}

/* To the log, or to nowhere; what is read-only was not opened for writing. */
static long write_to(const struct open_file *file, u64 buffer, u64 count)
{
	if (file->node.operations)
		return file->node.operations->write(file, buffer, count);
	if (file->node.kind == NODE_NULL)
		return access_ok(buffer, count) ? (long)count : -EFAULT;
	return write_out(buffer, count);
}

SYSCALL_DEFINE3(write, u32, fd, u64, buffer, u64, count)
{
	const struct open_file *file = writable(fd);

	if (!file)
		return -EBADF;
	return write_to(file, buffer, count);
}

/* Reads count elements from there on; false: they are not ring 3's memory. */
typedef bool read_elements(struct iovec *to, u64 vector, u64 first, u64 count);

/* Writes them in order. Bytes written, or an error if that is none. */
static long write_elements(const struct open_file *file,
			   const struct iovec *io, u64 count, bool *short_write)
{
	long total = 0, written;
	u64 i;

	for (i = 0; i < count && !*short_write; i++) {
		if (!io[i].iov_len)
			continue;
		written = (long)io[i].iov_len < 0 ?
				  -EINVAL :
				  write_to(file, (u64)io[i].iov_base,
					   io[i].iov_len);
		*short_write = written != (long)io[i].iov_len;
		if (written < 0)
			return total ? total : written;
		total += written;
	}
	return total;
}

/* A few elements at a time; a later fault leaves a partial count. */
static long write_vector(u32 fd, u64 vector, u64 count, read_elements *read)
{
	const struct open_file *file = writable(fd);
	struct iovec io[UIO_FASTIOV];
	bool short_write = false;
	long total = 0, written;
	u64 i, few;

	if (!file)
		return -EBADF;
	if (count > UIO_MAXIOV)
		return -EINVAL;
	for (i = 0; i < count && !short_write; i += few) {
		few = count - i < UIO_FASTIOV ? count - i : UIO_FASTIOV;
		written = read(io, vector, i, few) ?
				  write_elements(file, io, few, &short_write) :
				  -EFAULT;
		if (written < 0)
			return total ? total : written;
		total += written;
	}
	return total;
}

static bool read_64(struct iovec *to, u64 vector, u64 first, u64 count)
{
	return copy_from_user(to, vector + first * sizeof(*to),
			      count * sizeof(*to));
}

SYSCALL_DEFINE3(writev, u32, fd, u64, vector, u64, count)
{
	return write_vector(fd, vector, count, read_64);
}

/* i386's struct iovec: two 32-bit words. */
static bool read_32(struct iovec *to, u64 vector, u64 first, u64 count)
{
	struct {
		u32 base;
		s32 length;
	} from[UIO_FASTIOV];
	u64 i;

	if (!copy_from_user(from, vector + first * sizeof(*from),
			    count * sizeof(*from)))
		return false;
	for (i = 0; i < count; i++)
		to[i] = (struct iovec){ (void *)(u64)from[i].base,
					from[i].length };
	return true;
}

COMPAT_SYSCALL_DEFINE3(writev, u32, fd, u64, vector, u64, count)
{
	return write_vector(fd, vector, count, read_32);
}
