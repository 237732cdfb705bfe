/* SPDX-License-Identifier: BSD-2-Clause */
/* write and writev: ring 3's text to the log. Descriptors 1 and 2 are open. */

#include <asm/errno.h>
#include <linux/uio.h>
#include "console.h"
#include "syscall.h"
#include "user_copy.h"

#define STDOUT 1
#define STDERR 2
#define MAX_RW_COUNT 0x7ffff000 /* Linux's: more is cut to it */
#define CHUNK 256

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

SYSCALL_DEFINE3(write, u32, fd, u64, buffer, u64, count)
{
	if (fd != STDOUT && fd != STDERR)
		return -EBADF;
	return write_out(buffer, count);
}

/* The vector's elements one by one; a later fault leaves a partial count. */
static long write_vector(u32 fd, u64 vector, u64 count,
			 bool (*element)(struct iovec *to, u64 vector, u64 i))
{
	struct iovec io;
	long total = 0, written;
	u64 i;

	if (fd != STDOUT && fd != STDERR)
		return -EBADF;
	if (count > UIO_MAXIOV)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		if (!element(&io, vector, i))
			return total ? total : -EFAULT;
		if ((long)io.iov_len < 0)
			return total ? total : -EINVAL;
		written = write_out((u64)io.iov_base, io.iov_len);
		if (written < 0)
			return total ? total : written;
		total += written;
		if ((u64)written < io.iov_len)
			break;
	}
	return total;
}

static bool element_64(struct iovec *to, u64 vector, u64 i)
{
	return copy_from_user(to, vector + i * sizeof(*to), sizeof(*to));
}

SYSCALL_DEFINE3(writev, u32, fd, u64, vector, u64, count)
{
	return write_vector(fd, vector, count, element_64);
}

/* i386's struct iovec: two 32-bit words. */
static bool element_32(struct iovec *to, u64 vector, u64 i)
{
	u32 word[2];

	if (!copy_from_user(word, vector + i * sizeof(word), sizeof(word)))
		return false;
	*to = (struct iovec){ (void *)(u64)word[0], (s32)word[1] };
	return true;
}

COMPAT_SYSCALL_DEFINE3(writev, u32, fd, u64, vector, u64, count)
{
	return write_vector(fd, vector, count, element_32);
}
