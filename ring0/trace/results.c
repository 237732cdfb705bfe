/* SPDX-License-Identifier: BSD-2-Clause */
/* Results: errors by name and text, and numbers that mean more. */

#include "trace/results.h"
#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include "task/signal.h"
#include "trace/arguments.h"

#define ERROR(name, text) { name, #name " (" text ")" }

/* All that ring 0 returns (tests/trace.t looks), in the C library's words. */
static const struct name errors[] = {
	ERROR(EPERM, "Operation not permitted"),
	ERROR(ENOENT, "No such file or directory"),
	ERROR(ESRCH, "No such process"),
	ERROR(EINTR, "Interrupted system call"),
	ERROR(EIO, "Input/output error"),
	ERROR(ENXIO, "No such device or address"),
	ERROR(E2BIG, "Argument list too long"),
	ERROR(ENOEXEC, "Exec format error"),
	ERROR(EBADF, "Bad file descriptor"),
	ERROR(ECHILD, "No child processes"),
	ERROR(EAGAIN, "Resource temporarily unavailable"),
	ERROR(ENOMEM, "Cannot allocate memory"),
	ERROR(EACCES, "Permission denied"),
	ERROR(EFAULT, "Bad address"),
	ERROR(EBUSY, "Device or resource busy"),
	ERROR(EEXIST, "File exists"),
	ERROR(EXDEV, "Invalid cross-device link"),
	ERROR(ENODEV, "No such device"),
	ERROR(ENOTDIR, "Not a directory"),
	ERROR(EISDIR, "Is a directory"),
	ERROR(EINVAL, "Invalid argument"),
	ERROR(ENFILE, "Too many open files in system"),
	ERROR(EMFILE, "Too many open files"),
	ERROR(ENOTTY, "Inappropriate ioctl for device"),
	ERROR(EFBIG, "File too large"),
	ERROR(ENOSPC, "No space left on device"),
	ERROR(ESPIPE, "Illegal seek"),
	ERROR(EROFS, "Read-only file system"),
	ERROR(EMLINK, "Too many links"),
	ERROR(EPIPE, "Broken pipe"),
	ERROR(EDOM, "Numerical argument out of domain"),
	ERROR(ERANGE, "Numerical result out of range"),
	ERROR(EDEADLK, "Resource deadlock avoided"),
	ERROR(ENAMETOOLONG, "File name too long"),
	ERROR(ENOSYS, "Function not implemented"),
	ERROR(ENOTEMPTY, "Directory not empty"),
	ERROR(ELOOP, "Too many levels of symbolic links"),
	ERROR(EOVERFLOW, "Value too large for defined data type"),
	ERROR(EOPNOTSUPP, "Operation not supported"),
	ERROR(ETIMEDOUT, "Connection timed out"),
	ERROR(ECANCELED, "Operation canceled"),
	/* As strace has them, which sees them before the restart. */
	ERROR(ERESTARTSYS, "To be restarted if SA_RESTART is set"),
	ERROR(ERESTARTNOHAND, "To be restarted if no handler"),
	{ 0, NULL },
};

void print_error(struct line *line, s64 result)
{
	line_add(line, -result < ERESTARTSYS ? "-1 " : "? ");
	line_value(line, errors, -result, "E???");
}

/* modify_ldt returns 32 bits, so that its errors are no negative numbers. */
RESULT(int)
{
	s32 result = back->result;

	(void)call;
	line_add(line, "%ld", back->result);
	if (!is_error(result))
		return;
	line_add(line, " ");
	line_value(line, errors, -result, "E???");
}

RESULT(hex)
{
	(void)call;
	line_add(line, back->result ? "%#lx" : "0", back->result);
}

RESULT(octal)
{
	(void)call;
	line_add(line, "%#03lo", (u64)back->result);
}

RESULT(poll)
{
	(void)call;
	line_add(line, "%ld", back->result);
	if (back->result)
		print_poll_result(line, back);
	else
		line_add(line, " (Timeout)");
}

RESULT(fcntl)
{
	u32 command = call->argument[1];
	bool flags = command == F_GETFL ||
		     (command == F_GETFD && back->result);

	if (!flags) {
		line_add(line, "%ld", back->result);
		return;
	}
	line_add(line, back->result ? "%#lx (flags " : "%ld (flags ",
		 back->result);
	if (command == F_GETFL)
		print_open_flags(line, back->result);
	else
		line_flags(line, names_fd, back->result, "FD_???");
	line_add(line, ")");
}

RESULT(prctl)
{
	static const char *const dumpable[] = {
		"SUID_DUMP_DISABLE", "SUID_DUMP_USER", "SUID_DUMP_ROOT",
	};

	line_add(line, "%ld", back->result);
	if (call->argument[0] == PR_GET_DUMPABLE &&
	    (u64)back->result < ARRAY_SIZE(dumpable))
		line_add(line, " (%s)", dumpable[back->result]);
}

#define DAY 86400
#define DAYS_TO_1970 719468 /* from March 1 of the year 0 */
#define ERA 146097	    /* days in 400 years */

/*
 * The date of a day since 1970, in years that begin in March, so that a leap
 * day is the last of its year.
 */
static void print_date(struct line *line, u64 days)
{
	u64 era = (days + DAYS_TO_1970) / ERA;
	u64 day = (days + DAYS_TO_1970) % ERA;
	u64 year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	u64 of_year = day - (365 * year + year / 4 - year / 100);
	u64 month = (5 * of_year + 2) / 153;

	line_add(line, "%lu-%02lu-%02lu", era * 400 + year + (month >= 10),
		 month < 10 ? month + 3 : month - 9,
		 of_year - (153 * month + 2) / 5 + 1);
}

RESULT(time)
{
	u64 seconds = back->result, of_day = seconds % DAY;

	(void)call;
	line_add(line, "%ld", back->result);
	if (!seconds)
		return;
	line_add(line, " (");
	print_date(line, seconds / DAY);
	line_add(line, "T%02lu:%02lu:%02lu+0000)", of_day / 3600,
		 of_day / 60 % 60, of_day % 60);
}
