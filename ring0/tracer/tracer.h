/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the module share; tracer.c comes first for a reader. */
#ifndef RING0_TRACER_TRACER_H
#define RING0_TRACER_TRACER_H

#include "task/task.h"
#include "tracing.h"

/* How the tracer let the program go, when it last did. */
enum resume {
	RESUME_NONE, /* it did not: the program is in a stop */
	RESUME_CONT,
	RESUME_SYSCALL, /* to the next entry or exit of a call */
};

/* What a program has in the CPU while another one runs. */
struct context {
	u32 ds, es, fs, gs;
	u64 fs_base, gs_base;
	u8 *fpu; /* XSAVE's, in a page of its own */
};

struct tracing {
	struct task *tracer; /* NULL: there is none, or no more */
	struct task *tracee; /* NULL: it has ended */
	struct context tracer_context, tracee_context;
	bool started; /* the tracer has run before */
	enum resume resume;
	bool kill; /* the program, when the tracer lets it go */
	bool detached; /* it stops no more */
	u32 signal; /* that the tracer sends it as it lets it go; 0: none */
	u32 options; /* PTRACE_O_* */
	u8 stop; /* PTRACE_SYSCALL_INFO_*: where the program is */
	u32 message; /* of PTRACE_EVENT_SECCOMP: what the filter says */
	u32 pid; /* of the program */
	bool has_status;
	u32 status; /* what wait4() tells next, with has_status */
	bool waits; /* in wait4(), whose pointer this is */
	u64 status_at;
};

extern struct tracing tracing;

/*
 * stop.c: the program stops with a status of wait4()'s, and the tracer runs
 * until it lets it go. Returns if the program goes on. The first one has
 * interrupts off, for the program does not run yet.
 */
void tracer_stop(u32 status, u8 stop);
void tracer_begin(u32 status);
/* stop.c: the program has ended, so the tracer runs to its end. */
void tracer_end(u32 status);
/* stop.c: writes the status, in the tracer's memory. wait4()'s result. */
long tracer_status(u64 to);

/* tracer.c: the tracer has ended; says how, and frees it. */
void tracer_ended(void);

/* requests.c: ptrace(), and wait4() for a stop. They are rows of the table. */
long tracer_ptrace(const struct pt_regs *regs);
long tracer_wait4(const struct pt_regs *regs);

/* registers.c: the program's, as the tracer sees them. */
void registers_get(struct user_regs *regs);
/* 0 or -EIO: a selector or a base that ring 3 may not have. */
long registers_set(const struct user_regs *regs);

/* memory.c: a word of the program's. false: it has none there. */
bool memory_peek(u64 address, u64 *word);
bool memory_poke(u64 address, u64 word);

#endif
