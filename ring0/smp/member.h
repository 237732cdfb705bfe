/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A member: a CPU that runs, the boot CPU included, and what it shares with the
 * boot CPU. Which of the two may write a part is said there.
 */
#ifndef RING0_SMP_MEMBER_H
#define RING0_SMP_MEMBER_H

#include "boot/all_cpus.h"
#include "cpu/percpu.h"

#define LOG_SIZE (16 * PAGE_SIZE)

enum member_state {
	MEMBER_STARTED, /* it was sent a startup IPI, or will be */
	MEMBER_UNFIT,	/* it lacks what the boot CPU has */
	MEMBER_UP,	/* it waits for requests */
	MEMBER_RUNS,
	MEMBER_DONE,
	MEMBER_STOPPED, /* for good */
};

/* Bits of a request. */
#define REQUEST_FLUSH (1u << 0) /* drop all that the TLB has */
#define REQUEST_STOP (1u << 1)
#define REQUEST_RUN (1u << 2) /* task, and then wait again */

struct member {
	/* Other CPUs set bits, and this one clears them: by atomic steps. */
	u32 request;
	/* This CPU's to write while it runs, and all may read it. */
	u32 state; /* enum member_state */

	/* The boot CPU's to write, before it starts this one, or asks it. */
	struct cpu *cpu;
	struct task *task;
	u64 stack;	   /* the top of the one that it waits on */
	const char *error; /* why it does not take part, NULL: it does */
	u32 gdt_read_only; /* its GDT cannot be written any more */

	/* This CPU's, to be read by the boot CPU once state is MEMBER_DONE. */
	const char *failed_check; /* NULL: none */
	bool stale_tlb;		  /* it could write its GDT all the same */
	u64 returns[GATES][ABIS][RETURN_REASONS];
	u32 log_used;  /* bytes */
	u32 log_notes; /* of these: differences, before the program ran */
	bool log_full, log_on;
	char log[LOG_SIZE];
} __attribute__((aligned(PAGE_SIZE)));

/* By number; NULL: there was no memory for it. The boot CPU is number 0. */
extern struct member *members[CPUS_MAX];

/* The member that this CPU is. */
static inline struct member *member_self(void)
{
	return members[this_cpu->number];
}

static inline enum member_state member_state(const struct member *member)
{
	return __atomic_load_n(&member->state, __ATOMIC_ACQUIRE);
}

static inline void member_set_state(struct member *member,
				    enum member_state state)
{
	__atomic_store_n(&member->state, state, __ATOMIC_RELEASE);
}

/* true: it has come up, so it obeys requests. */
static inline bool member_is_up(const struct member *member)
{
	return member_state(member) >= MEMBER_UP;
}

/* bring_up.c */
/*
 * Makes the boot CPU a member, and starts all others that are to run. false:
 * there is no memory for even that.
 */
bool bring_up_all(void);

/* requests.c */
/* Sets the hooks by which CPUs ask each other. */
void requests_init(void);
/* Asks a CPU that is up, and does not wait until it has done it. */
void request_send(struct member *member, u32 request);
/* Waits for work, and does it; for a CPU that the boot CPU has started. */
__attribute__((noreturn)) void request_loop(struct member *self);
/* wait.S */
void wait_for_request(const u32 *request, u32 bit);

/* run.c */
/* Has all CPUs run the program of smp= at once. Prints a result for each. */
void run_on_all(void);
/* What a CPU does for REQUEST_RUN: its checks, and its task. IF=0. */
void run_here(struct member *self);

/* own_log.c */
/* Each CPU's own log takes what it prints, while log_on. */
void own_log_init(void);
/* Prints bytes [from, to) of it, each line after prefix. */
void own_log_print(const struct member *member, u32 from, u32 to,
		   const char *prefix);

/* compare.c */
/* Notes what CPUID and the MSRs say on the boot CPU. */
void compare_init(void);
/* Prints a line for each difference between this CPU and the boot CPU. */
void compare_here(void);
/* NULL, or what this CPU lacks of what ring 0 uses. */
const char *compare_missing(void);

/* mtrr.c */
/* Notes the boot CPU's MTRRs. */
void mtrr_init(void);
/* Gives this CPU the same, and prints a line if it had others. IF=0. */
void mtrr_here(void);

/* Waits at least so many microseconds. */
void delay(u32 microseconds);

#endif
