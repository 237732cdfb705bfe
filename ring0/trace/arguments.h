/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How an argument is shown: what of its memory is copied, and when, and how the
 * value is printed. calls.c says which call has which.
 */
#ifndef RING0_TRACE_ARGUMENTS_H
#define RING0_TRACE_ARGUMENTS_H

#include "trace/capture.h"
#include "trace/line.h"

/* One argument of a call that is over. */
struct shown {
	const struct record_call *call;
	const struct record_return *back; /* NULL: it has not returned */
	const struct type *type;
	u8 index; /* 0 to 5 */
	u64 value;
};

struct type {
	void (*print)(struct line *line, const struct shown *shown);
	/* Copies memory: as the call comes in, and after it, if no error. */
	void (*capture_in)(struct capturing *to);
	void (*capture_out)(struct capturing *to);
	u16 size; /* instead: just so many bytes, of what it points to */
	bool out; /* they are what the call has written */
	/* true: it is not printed, for an argument before it says so. */
	bool (*absent)(const struct shown *shown);
	const struct name *names; /* of values, or of bits */
	const char *unknown;	  /* what is said of others: "PR_???" */
};

/* The memory of the argument. NULL: print its address. */
const void *shown_memory(const struct shown *shown, u64 *length);
/* Prints the address, if there is no memory of it. Else returns the memory. */
const void *shown_or_address(struct line *line, const struct shown *shown);

/* arguments.c: numbers, and text */
extern const struct type type_signed, type_unsigned, type_hex, type_octal,
	type_pointer, type_long, type_dirfd, type_offset, type_path,
	type_bytes, type_bytes_out, type_random, type_string_out,
	type_open_mode;

/* flags.c: values and bits that have names */
extern const struct type type_access, type_arch_prctl, type_at_flags,
	type_clock, type_clock_flags, type_dup3, type_fcntl, type_grnd,
	type_ioctl, type_map, type_open, type_prctl, type_prot, type_resource,
	type_rusage_who, type_seek, type_sigmask_how, type_signal,
	type_statx_flags, type_statx_mask, type_wait;
/* By their lists, for what is part of something larger. */
extern const struct name names_fd[], names_statx_mask[];
/* Prints O_RDONLY and its like, and all other bits. */
void print_open_flags(struct line *line, u64 flags);
/* Prints "SIGUSR1", "SIGRT_2", or a number. */
void print_signal(struct line *line, u32 signal);
/* Prints the line of a signal that comes. */
void print_signal_event(struct line *line, const struct record_signal *event);

/* structs.c, arrays.c, signals.c: memory with fields */
extern const struct type type_stat_out, type_statx_out, type_timespec,
	type_timespec_out, type_timeval_out, type_iovec, type_iovec_32,
	type_iovec_out, type_poll, type_utsname_out, type_rlimit,
	type_rlimit_out, type_rlimit64, type_rlimit64_out, type_sysinfo_out,
	type_rusage_out, type_dirents, type_word_out, type_offset_at,
	type_sigaction, type_sigaction_out, type_sigset, type_sigset_out,
	type_stack, type_stack_out, type_frame_mask;
/* Prints what poll has found, after its result. */
void print_poll_result(struct line *line, const struct record_return *back);

/* The argument after a command is what the command says. */
extern const struct type type_fcntl_argument, type_arch_prctl_argument,
	type_prctl_argument, type_ldt_argument;

#endif
