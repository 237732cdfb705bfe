/* SPDX-License-Identifier: BSD-2-Clause */
/* What sweep_trace.c, sweep.c and sweep_nmi.c share. */
#ifndef RING0_SELFTEST_SWEEP_STATE_H
#define RING0_SELFTEST_SWEEP_STATE_H

#include "selftest/sweep.h"
#include "cpu/percpu.h"
#include "cpu/vectors.h"

/* Neither is the timer's; the second is of a class above the timer's. */
#define SWEEP_VECTOR LOWEST_VECTOR
#define SWEEP_NESTED_VECTOR 0xf0

#define MAX_INSTRUCTIONS 2048
#define PATIENCE 1000000 /* turns of a loop: an interrupt comes in a few */

struct sweep_state {
	enum {
		IDLE,
		WAIT_FOR_CROSSING, /* a breakpoint is on ring 3's instruction */
		ARMED,		   /* on the target, or the gate's first */
		TRACING,	   /* TF is set in ring 0 */
		DEBUG_IN_DEBUG,	   /* a breakpoint is on sweep_landmark() */
		NMI_IN_DEBUG,	   /* the NMI raised in #DB's handler is due */
		NMI_DUE,	   /* the one that is to land on the target */
		NMI_IN_NMI,	   /* the one raised in that one's handler */
		NMI_AT_END,	   /* or at the end of its entry's code */
	} phase;
	struct sweep now; /* what is asked for, and what came of it */
	u64 target;
	u64 ip[MAX_INSTRUCTIONS];
	u64 r15;     /* ring 3's, as it crosses */
	u64 stepped; /* the instruction that the last step executed */

	/* Of the code that the #DB interrupted. */
	struct pt_regs regs;
	u64 gs_base;
	u32 context; /* CONTEXT_* */
};
extern struct sweep_state sweep_states[SWEEP_CPUS];

static inline struct sweep_state *sweep_own(void)
{
	return &sweep_states[this_cpu->number];
}

static inline bool is_now(enum sweep_event event)
{
	return sweep_own()->now.event == event;
}

/*
 * Sets a breakpoint on ip (0: none), and one on SYSRET until the crossing has
 * come there.
 */
void sweep_break(u64 ip);

/*
 * The #DB of the trace at its first instruction, at each next one, and at the
 * first of ring 3's. regs: the frame of that #DB.
 */
void trace_start(struct pt_regs *regs);
void trace_step(struct pt_regs *regs);
void trace_end(struct pt_regs *regs);

/*
 * Counts a GS base or flags that are ring 3's, and a frame that is not where
 * task_pt_regs() says; each hook calls it first.
 */
void sweep_check_entry(void);
/* A breakpoint on it gives a #DB inside a handler. */
void sweep_landmark(void);
/*
 * Raises an event while regs, the first one's frame, is in use. If the event
 * writes over it, ring 0 cannot return: it panics here, with the event's name.
 */
void sweep_nest(const struct pt_regs *regs, void (*event)(void),
		const char *name);
/* Has an NMI come where #DB did; regs and gs_base: of what it interrupted. */
void sweep_nmi_in_debug(const struct pt_regs *regs, u64 gs_base);

/* Reads from the CPU where the gate that is crossed leads. */
u64 gate_entry(void);

#endif
