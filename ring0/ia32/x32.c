/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x32's calls: SYSCALL from 64-bit code with a bit set in the number. Control
 * comes in from the row past the end of 64-bit code's table. Until this module
 * is loaded that row is -ENOSYS alone, so other calls pay nothing. Most calls
 * are 64-bit code's, by the same number; those whose structures have pointers
 * or longs are x32's own, from 512 on.
 */

#include "ia32/x32.h"
#include <asm/errno.h>
#include "entry/dispatch.h"
#include "entry/exit_to_user.h"
#include "lib/nospec.h"
#include "mm/read_only.h"
#include "sys/unknown.h"

/* Linux's numbers. */
#define NR_X32_IOCTL 514
#define NR_X32_WRITEV 516
#define X32_ROWS 548

long __x64_sys_ioctl(const struct pt_regs *regs);
long __ia32_compat_sys_writev(const struct pt_regs *regs);

/* i386's call with x32's arguments: its structures are the same. */
static long as_i386(const struct pt_regs *regs, syscall_fn call)
{
	struct pt_regs i386 = *regs;

	i386.bx = regs->di;
	i386.cx = regs->si;
	i386.gate = GATE_INT80;
	i386.abi = ABI_I386;
	return call(&i386);
}

static long x32_writev(const struct pt_regs *regs)
{
	return as_i386(regs, __ia32_compat_sys_writev);
}

/*
 * The rows that are not as 64-bit code's. NONE: Linux's table has "64" there,
 * so x32 has another call instead, or none.
 */
#define NONE(number) [number] = sys_ni_syscall
static const syscall_fn table[X32_ROWS] = {
	NONE(13), NONE(15), NONE(16), NONE(19), NONE(20), NONE(45), NONE(46),
	NONE(47), NONE(54), NONE(55), NONE(59), NONE(101), NONE(127),
	NONE(128), NONE(129), NONE(131), NONE(134), NONE(156), NONE(174),
	NONE(177), NONE(178), NONE(180), NONE(205), NONE(206), NONE(209),
	NONE(211), NONE(214), NONE(215), NONE(222), NONE(236), NONE(244),
	NONE(246), NONE(247), NONE(273), NONE(274), NONE(278), NONE(279),
	NONE(295), NONE(296), NONE(297), NONE(299), NONE(307), NONE(310),
	NONE(311), NONE(322), NONE(327), NONE(328),
	[NR_X32_IOCTL] = __x64_sys_ioctl,
	[NR_X32_WRITEV] = x32_writev,
};

/* A row that is empty is 64-bit code's, by then with its modules' calls. */
static syscall_fn row_of(u32 number)
{
	if (table[number])
		return table[number];
	return number < NR_SYSCALLS_64 ? syscall_table_64[number] :
					 sys_ni_syscall;
}

/*
 * The frame says from now on which ABI the call has, and it alone: the next
 * call has a frame of its own (CVE-2015-2830). It is changed, so the return is
 * decided on the whole of it, and counted as x32's.
 */
static long x32_call(const struct pt_regs *regs)
{
	u32 number = (u32)regs->orig_ax & ~X32_SYSCALL_BIT;

	change_regs()->abi = ABI_X32;
	if (number >= X32_ROWS)
		return -ENOSYS;
	number = array_index_nospec(number, X32_ROWS);
	return row_of(number)(regs);
}

/* A number past the end of 64-bit code's table. Only SYSCALL has x32's. */
static long beyond(const struct pt_regs *regs)
{
	bool is_x32 = (regs->orig_ax & X32_SYSCALL_BIT) &&
		      regs->gate == GATE_SYSCALL;

	return is_x32 ? x32_call(regs) : -ENOSYS;
}

void x32_add(void)
{
	const syscall_fn row = beyond;

	read_only_patch(&syscall_table_64[NR_SYSCALLS_64], &row, sizeof(row));
}
