/* SPDX-License-Identifier: BSD-2-Clause */
/* modify_ldt as a random call: reads work, and writes fail by their entry. */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "fuzz.h"
#include "lib/string.h"

#define LDT_SIZE (LDT_ENTRIES * LDT_ENTRY_SIZE)
#define DEFAULT_LDT_SIZE 128

/* func may be any. A write gets an entry number that no LDT has. */
void aim_modify_ldt(u64 *argument)
{
	struct user_desc entry = { .entry_number = LDT_ENTRIES };

	entry.entry_number += random_below(LDT_ENTRIES);
	if (random_below(4))
		argument[0] = random_below(LDT_WRITE + 1);
	if (random_below(2))
		argument[2] = sizeof(struct user_desc);
	/* An LDT has 64 KiB, for which the reserve has no room. */
	if ((s32)argument[0] == LDT_READ && writable(argument[1], 1) &&
	    !writable(argument[1], argument[2]))
		argument[2] = random_below(SCRATCH_RESERVE);
	if (writable(argument[1], sizeof(entry)))
		memcpy((void *)argument[1], &entry, sizeof(entry));
	else if (argument[1] < LOWEST_RANDOM)
		argument[1] = 0; /* the program is not overwritten */
}

static s64 write_ldt_error(const u64 *argument)
{
	if (argument[2] != sizeof(struct user_desc) ||
	    writable(argument[1], sizeof(struct user_desc)))
		return -EINVAL;
	return -EFAULT;
}

static s64 bytes_read(const u64 *argument, u64 most)
{
	u64 size = argument[2] < most ? argument[2] : most;

	return !size || writable(argument[1], size) ? (s64)size : (u32)-EFAULT;
}

/* modify_ldt returns an int, which is not sign-extended. */
s64 answer_modify_ldt(const u64 *argument)
{
	switch ((s32)argument[0]) {
	case LDT_READ:
		return ldt_there() ? bytes_read(argument, LDT_SIZE) : 0;
	case LDT_WRITE_OLD:
	case LDT_WRITE:
		return (u32)write_ldt_error(argument);
	case LDT_READ_DEFAULT:
		return bytes_read(argument, DEFAULT_LDT_SIZE);
	default:
		return (u32)-ENOSYS;
	}
}
