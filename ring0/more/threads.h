/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The threads of the one program that this module serves. They share a CPU: one
 * runs, and what is its own is in the task, where all of ring 0 finds it; what
 * is the others' is in struct thread. Ring 0 itself is not preempted: another
 * thread runs where a call waits, or on the way back to ring 3.
 *
 * What waits, waits for a key: the address of what it waits for.
 */
#ifndef RING0_MORE_THREADS_H
#define RING0_MORE_THREADS_H

#include "task/fpu.h"
#include "task/task.h"

struct thread {
	struct thread *next; /* in a ring */
	/* As in struct task. */
	u32 tid, work;
	u64 stack_top, clear_tid, robust_list, observe;
	struct descriptor tls[TLS_ENTRIES];
	char comm[sizeof(((struct task *)0)->comm)];
	bool observe_armed;
	/* As in struct signals. */
	bool restore_mask;
	u64 blocked, saved_mask;
	struct sigaltstack stack;
	struct signal_queue own;
	u64 lost, saved_at;
	/* The CPU's registers, while another runs. */
	u64 sp; /* of ring 0's stack */
	u64 fs_base, gs_base;
	u16 ds, es, fs, gs;
	struct fpu_area *fpu;
	/* A wait. */
	bool waits;
	u64 key, until, order;
	u32 bitset; /* futex's */
};
_Static_assert(sizeof(struct thread) <= PAGE_SIZE, "a thread is one page");

enum wait_end { WAIT_WOKEN, WAIT_TIMEOUT, WAIT_SIGNAL };

/* The thread that runs. NULL: the program has made no other. */
struct thread *thread_current(void);
/* The same, which is made of what runs. NULL: no memory. */
struct thread *thread_first(void);
/* Makes one that the ring does not have. NULL: no memory. */
struct thread *thread_alloc(void);
void thread_free(struct thread *thread);
/* Gives it a number, and its turn after all others. Interrupts on. */
void thread_start(struct thread *thread);
/* true: there is a thread that runs, and no other. */
bool thread_is_last(void);
/* Takes the current one out of the ring, for good; another runs. */
__attribute__((noreturn)) void thread_end(s32 code);

/*
 * Waits for a wake-up by key, a signal, or until the TSC is until. Others run
 * meanwhile. Interrupts on.
 */
enum wait_end thread_wait(u64 key, u32 bitset, u64 until);
/* Wakes those that wait longest, count at most. Returns how many. */
u32 thread_wake(u64 key, u32 bitset, u32 count);
/* Lets those that wait for key wait for another one instead. */
u32 thread_requeue(u64 key, u64 other, u32 count);

/* thread_state.c: from and to the task and the CPU. Interrupts off. */
void thread_save(struct thread *thread);
void thread_load(const struct thread *thread);

/* switch.S */
void thread_switch(u64 *save_sp, u64 load_sp);
void thread_begin(void);
/* The frame by which a new thread goes to ring 3. */
struct pt_regs *thread_begin_frame(struct pt_regs *regs);

/* thread_exit.c */
void thread_exit(s32 code);

#endif
