/* SPDX-License-Identifier: BSD-2-Clause */
/* Arrays of structures, and the arguments that follow a command. */

#include "trace/arguments.h"
#include <asm/ldt.h>
#include <asm/prctl.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/uio.h>

#define NAME(name) { (u32)name, #name }
#define END { 0, NULL }

static const struct capture *element(const struct shown *shown, u8 part)
{
	if (shown->type->capture_out)
		return shown->back ? record_capture(&shown->back->entry,
						    sizeof(*shown->back),
						    shown->index, part) :
				     NULL;
	return record_capture(&shown->call->entry, sizeof(*shown->call),
			      shown->index, part);
}

static void print_element(struct line *line, const struct shown *shown,
			  const struct iovec *io, u8 part)
{
	const struct capture *text = element(shown, part);

	line_add(line, "{iov_base=");
	if (text)
		line_quote(line, text->bytes, text->length, false,
			   text->length == SHOWN_BYTES &&
				   io->iov_len > SHOWN_BYTES);
	else
		line_address(line, (u64)io->iov_base);
	line_add(line, ", iov_len=%lu}", (u64)io->iov_len);
}

static void print_iovec(struct line *line, const struct shown *shown)
{
	u64 length, count = shown->call->argument[shown->index + 1], i;
	const struct iovec *io = shown_memory(shown, &length);

	if (!io) {
		line_address(line, shown->value);
		return;
	}
	line_add(line, "[");
	for (i = 0; i < length / sizeof(*io); i++) {
		line_add(line, i ? ", " : "");
		print_element(line, shown, &io[i], i + 1);
	}
	line_add(line, i < count ? ", ...]" : "]");
}

static const struct name poll_bits[] = {
	NAME(POLLIN), NAME(POLLPRI), NAME(POLLOUT), NAME(POLLERR),
	NAME(POLLHUP), NAME(POLLNVAL), NAME(POLLRDNORM), NAME(POLLRDBAND),
	NAME(POLLWRNORM), NAME(POLLWRBAND), NAME(POLLMSG), NAME(POLLREMOVE),
	NAME(POLLRDHUP), END,
};

static void print_pollfds(struct line *line, const struct shown *shown)
{
	const struct capture *before = record_capture(
		&shown->call->entry, sizeof(*shown->call), shown->index, 0);
	const struct pollfd *fd;
	u64 i;

	if (!before) {
		line_address(line, shown->value);
		return;
	}
	fd = (const void *)before->bytes;
	line_add(line, "[");
	for (i = 0; i < before->length / sizeof(*fd); i++, fd++) {
		line_add(line, "%s{fd=%d", i ? ", " : "", fd->fd);
		if (fd->fd >= 0) {
			line_add(line, ", events=");
			line_flags(line, poll_bits, (u16)fd->events,
				   "POLL???");
		}
		line_add(line, "}");
	}
	line_add(line, "]");
}

void print_poll_result(struct line *line, const struct record_return *back)
{
	const struct capture *after =
		record_capture(&back->entry, sizeof(*back), 0, 0);
	const struct pollfd *fd, *end;
	const char *between = " ([";

	if (!after)
		return;
	fd = (const void *)after->bytes;
	for (end = fd + after->length / sizeof(*fd); fd < end; fd++) {
		if (fd->fd < 0 || !fd->revents)
			continue;
		line_add(line, "%s{fd=%d, revents=", between, fd->fd);
		line_flags(line, poll_bits, (u16)fd->revents, "POLL???");
		line_add(line, "}");
		between = ", ";
	}
	line_add(line, *between == ',' ? "])" : "");
}

const struct type type_iovec = {
	.print = print_iovec,
	.capture_in = capture_iovec,
};
const struct type type_iovec_32 = {
	.print = print_iovec,
	.capture_in = capture_iovec_32,
};
const struct type type_iovec_out = {
	.print = print_iovec,
	.capture_out = capture_result_iovec,
};
const struct type type_poll = {
	.print = print_pollfds,
	.capture_in = capture_pollfds,
	.capture_out = capture_pollfds,
};

static u32 command(const struct shown *shown)
{
	return shown->call->argument[shown->index - 1];
}

static bool fcntl_has_none(const struct shown *shown)
{
	return command(shown) == F_GETFD || command(shown) == F_GETFL;
}

static void print_fcntl_argument(struct line *line, const struct shown *shown)
{
	switch (command(shown)) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		line_add(line, "%d", (s32)shown->value);
		break;
	case F_SETFD:
		line_flags(line, names_fd, (u32)shown->value, "FD_???");
		break;
	case F_SETFL:
		print_open_flags(line, (u32)shown->value);
		break;
	default:
		line_add(line, "%#lx", shown->value);
	}
}

static u32 command_of(const struct capturing *to)
{
	return to->argument[to->index - 1];
}

static void capture_base(struct capturing *to)
{
	if (command_of(to) == ARCH_GET_FS || command_of(to) == ARCH_GET_GS)
		capture_memory(to, to->argument[to->index], sizeof(u64), 0);
}

static void print_base(struct line *line, const struct shown *shown)
{
	const u64 *base = shown_memory(shown, NULL);

	line_add(line, base ? "[%#lx]" : "%#lx", base ? *base : shown->value);
}

static void capture_name(struct capturing *to)
{
	if (command_of(to) == PR_SET_NAME)
		capture_string(to);
}

static void capture_name_out(struct capturing *to)
{
	if (command_of(to) == PR_GET_NAME)
		capture_string(to);
}

static void print_prctl_argument(struct line *line, const struct shown *shown)
{
	u64 length;
	const void *name = shown_memory(shown, &length);

	if (name)
		line_quote(line, name, length, false, false);
	else
		line_add(line, "%#lx", shown->value);
}

static bool prctl_has_none(const struct shown *shown)
{
	return command(shown) == PR_GET_DUMPABLE;
}

static void capture_ldt(struct capturing *to)
{
	u32 func = command_of(to);

	if ((func == 1 || func == 0x11) &&
	    to->argument[to->index + 1] == sizeof(struct user_desc))
		capture_memory(to, to->argument[to->index],
			       sizeof(struct user_desc), 0);
}

static void print_ldt(struct line *line, const struct shown *shown)
{
	const struct user_desc *desc = shown_or_address(line, shown);

	if (desc)
		line_add(line, "{entry_number=%u, base_addr=%#08x, "
			 "limit=%#08x, seg_32bit=%u, contents=%u, "
			 "read_exec_only=%u, limit_in_pages=%u, "
			 "seg_not_present=%u, useable=%u, lm=%u}",
			 desc->entry_number, desc->base_addr, desc->limit,
			 desc->seg_32bit, desc->contents, desc->read_exec_only,
			 desc->limit_in_pages, desc->seg_not_present,
			 desc->useable, desc->lm);
}

const struct type type_fcntl_argument = {
	.print = print_fcntl_argument,
	.absent = fcntl_has_none,
};
const struct type type_arch_prctl_argument = {
	.print = print_base,
	.capture_out = capture_base,
};
const struct type type_prctl_argument = {
	.print = print_prctl_argument,
	.capture_in = capture_name,
	.capture_out = capture_name_out,
	.absent = prctl_has_none,
};
const struct type type_ldt_argument = {
	.print = print_ldt,
	.capture_in = capture_ldt,
};
