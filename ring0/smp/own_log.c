/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU's own log. The consoles are the boot CPU's, and the lines of a KTAP
 * subtest must not mix with another's. So what runs on all CPUs at once prints
 * to memory, and the boot CPU prints what of it matters.
 */

#include "smp/member.h"
#include "lib/string.h"
#include "log/console.h"

static void append(struct member *self, const char *text, size_t length)
{
	if (length > LOG_SIZE - self->log_used) {
		length = LOG_SIZE - self->log_used;
		self->log_full = true;
	}
	memcpy(self->log + self->log_used, text, length);
	self->log_used += length;
}

static bool take(const char *text, size_t length, bool ring3)
{
	struct member *self = member_self();
	bool in_line;

	(void)ring3;
	if (!self || !self->log_on)
		return false;
	in_line = self->log_used && self->log[self->log_used - 1] != '\n';
	if (length)
		append(self, text, length);
	else if (in_line)
		append(self, "\n", 1);
	return true;
}

void own_log_init(void)
{
	console_set_divert(take);
}

void own_log_print(const struct member *member, u32 from, u32 to,
		   const char *prefix)
{
	u32 end;

	for (; from < to; from = end + 1) {
		end = from;
		while (end < to && member->log[end] != '\n')
			end++;
		printk("%s%.*s\n", prefix, (int)(end - from),
		       member->log + from);
	}
	if (member->log_full && to == member->log_used)
		printk("%s(its log is full)\n", prefix);
}
