/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls about files whose arguments have another form in i386 code. */

#include <linux/uio.h>
#include "ia32/call.h"
#include "ia32/compat.h"
#include "mm/user_copy.h"
#include "sys/files.h"
#include "sys/syscall.h"

long __x64_sys_lseek(const struct pt_regs *regs);
long __x64_sys_pread64(const struct pt_regs *regs);
long __x64_sys_read(const struct pt_regs *regs);
long __x64_sys_sendfile64(const struct pt_regs *regs);

static u64 from_halves(u32 low, u32 high)
{
	return low | (u64)high << 32;
}

COMPAT_SYSCALL_DEFINE3(lseek, u32, fd, s32, offset, u32, whence)
{
	return call_64(__x64_sys_lseek, fd, offset, whence, 0);
}

COMPAT_SYSCALL_DEFINE5(llseek, u32, fd, u32, high, u32, low, u64, user, u32,
		       whence)
{
	long offset = call_64(__x64_sys_lseek, fd, from_halves(low, high),
			      whence, 0);

	if (offset < 0)
		return offset;
	return copy_to_user(user, &offset, sizeof(offset)) ? 0 : -EFAULT;
}

COMPAT_SYSCALL_DEFINE5(pread64, u32, fd, u64, buffer, u32, count, u32, low, u32,
		       high)
{
	return call_64(__x64_sys_pread64, fd, buffer, count,
		       from_halves(low, high));
}

/* A read of nothing says first whether the descriptor is good. */
COMPAT_SYSCALL_DEFINE3(readv, u32, fd, u64, vector, u32, count)
{
	long total = call_64(__x64_sys_read, fd, 0, 0, 0), done;
	struct compat_iovec io;
	u32 i;

	if (total < 0)
		return total;
	if (count > UIO_MAXIOV)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		if (!copy_from_user(&io, vector + i * sizeof(io), sizeof(io)))
			return total ? total : -EFAULT;
		done = io.iov_len < 0 ? -EINVAL :
					call_64(__x64_sys_read, fd, io.iov_base,
						io.iov_len, 0);
		if (done < 0)
			return total ? total : done;
		total += done;
		if (done < io.iov_len)
			break;
	}
	return total;
}

/* The file's own offset is the other one while it is sent. */
static long send_from(u32 out, u32 in, u64 user, u32 count)
{
	struct open_file *from = file_get(in);
	s32 offset;
	u64 own;
	long sent;

	if (!from)
		return -EBADF;
	if (!copy_from_user(&offset, user, sizeof(offset)))
		return -EFAULT;
	own = from->offset;
	from->offset = offset;
	sent = call_64(__x64_sys_sendfile64, out, in, 0, count);
	offset = from->offset;
	from->offset = own;
	return copy_to_user(user, &offset, sizeof(offset)) ? sent : -EFAULT;
}

COMPAT_SYSCALL_DEFINE4(sendfile, u32, out, u32, in, u64, user, u32, count)
{
	return user ? send_from(out, in, user, count) :
		      call_64(__x64_sys_sendfile64, out, in, 0, count);
}
