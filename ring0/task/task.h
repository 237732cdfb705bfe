/* SPDX-License-Identifier: BSD-2-Clause */
/* A task: one ring-3 program in its own page tables, on its own stack. */
#ifndef RING0_TASK_TASK_H
#define RING0_TASK_TASK_H

#include "mm/user.h"
#include "cpu/percpu.h"
#include "task/exec.h"
#include "task/signal.h"

/* Exit work: what a task wants done before it runs in ring 3 again. */
enum {
	WORK_OBSERVE = 1 << 0,	  /* record the crossing that ends now */
	WORK_SINGLESTEP = 1 << 1, /* TF came in by SYSENTER: give it back */
	WORK_CHANGED = 1 << 2,	  /* the frame is not as the gate built it */
	WORK_SIGNAL = 1 << 4,	  /* one is pending and not blocked */
	WORK_LDT = 1 << 3, /* it has an LDT, for good: int 0x80's, for espfix */
	WORK_YIELD = 1 << 5, /* another thread's turn has come */
};

#define TOLD_MAX 512 /* numbers of calls */

/*
 * What a module does for a task that has made a second thread. One thread runs;
 * the task has what is its own (more/threads.c). The rest is the process's.
 */
struct thread_operations {
	/* Ends the thread. It comes back if that is the last one. */
	void (*exit)(s32 code);
	/* Lets another one run, if one can. Interrupts off. */
	void (*yield)(void);
	/* As wait_until(), while others run. */
	bool (*wait)(u64 tsc);
	/* Where a signal to the process goes. Interrupts off. */
	struct signal_queue *(*queue)(u32 signal);
	/* Sends one to another thread. 0 or -errno. */
	long (*send)(u32 tid, u32 signal);
	/* Frees what the others have. The task runs no more. */
	void (*free)(struct task *task);
};

struct task {
	u32 pid;
	u32 tid;       /* of the thread that runs; the first one's is the pid */
	const struct thread_operations *threads; /* NULL: there is one */
	u64 start; /* what the TSC was then */
	u64 idle_since; /* it halts; 0: it does not */
	u64 idle, lost; /* of the ticks since: none ran; not this thread */
	u64 clear_tid; /* where a 0 goes when the thread ends; 0: nowhere */
	u64 robust_list; /* of locks that the thread has; 0: none */
	u32 work;      /* WORK_* */
	u64 stack_top; /* of its kernel stack */
	char name[64]; /* as init= has it, for the log */
	char exe[128]; /* the file's path in the archive */
	struct mm mm;
	enum personality personality;
	u64 task_size; /* what it asks for lies below: Linux's TASK_SIZE */
	struct descriptor tls[TLS_ENTRIES]; /* of the GDT, while it runs */
	struct vdso_data *vdso_data; /* below its 64-bit vDSO; NULL: none */
	u64 vdso32; /* where its 32-bit vDSO is (ia32/vdso.c), 0: none */
	u64 ldt; /* of the page table that is its LDT (task/ldt.c), 0: none */

	u64 observe;	     /* ring 3's struct crossing, with WORK_OBSERVE */
	bool observe_armed;  /* the call that asked for it has returned */
	struct signals signals;

	char comm[16]; /* PR_SET_NAME's */
	u64 told[ABIS][TOLD_MAX / 64]; /* calls that the log has named */

	s32 exit_code;
	u32 fatal_signal; /* which ended it, 0: none */
};

/* Ring 3's frame, however deeply ring 0 is nested. */
static inline const struct pt_regs *task_pt_regs(const struct task *task)
{
	return (struct pt_regs *)(task->stack_top - sizeof(struct pt_regs));
}

/*
 * The same frame to be written by exceptions and the exit path. A handler must
 * call change_regs() instead, because the short return decision trusts that the
 * frame is as its gate built it.
 */
static inline struct pt_regs *task_frame(const struct task *task)
{
	return (struct pt_regs *)task_pt_regs(task);
}

/* Adds or removes exit work of the current task. Interrupts off. */
void work_set(u32 work);
void work_clear(u32 work);

/*
 * Makes a task of a program: argv[0] names the file, argv ends with NULL.
 * NULL: *error says why not.
 */
struct task *task_create(const struct file *file, exec_find *find,
			 const char *const argv[], const char **error);
/* Runs it in ring 3 until it exits or is killed. */
void task_run(struct task *task);
/*
 * Makes task this CPU's, with its page tables and stack, or none; and gives the
 * FPU and the segment registers the values that a program starts with.
 * Interrupts off.
 */
void task_switch(struct task *task);
void task_leave(void);
void task_reset_registers(const struct task *task);
/* Gives back its memory. */
void task_free(struct task *task);

/* End the current task. */
__attribute__((noreturn)) void task_exit(s32 code);
__attribute__((noreturn)) void task_kill(u32 signal);

/* task/context.S */
void enter_task(struct pt_regs *regs);
__attribute__((noreturn)) void leave_task(void);
void call_on_stack(u64 top, void (*function)(void));

#endif
