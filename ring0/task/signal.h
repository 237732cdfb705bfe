/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linux's signals for the one task that runs: its own faults, and what it sends
 * itself. The functions act on the current task.
 */
#ifndef RING0_TASK_SIGNAL_H
#define RING0_TASK_SIGNAL_H

#include <linux/signal.h>
#include "task/fault_signal.h"

#define SIGNALS 64

/* Returns a signal's bit in a sigset_t. */
static inline u64 signal_bit(u32 signal)
{
	return 1ull << (signal - 1);
}

/* No mask holds these. */
#define SIGNALS_UNBLOCKABLE (signal_bit(SIGKILL) | signal_bit(SIGSTOP))

/* Linux's struct sigaction, as rt_sigaction takes it. */
struct signal_action {
	u64 handler;
	u64 flags;
	u64 restorer;
	u64 mask;
};

/*
 * What a call returns that a signal interrupted, after Linux's
 * include/linux/errno.h; ring 3 never sees them. If no handler runs, ring 3
 * makes the call again, and notices nothing. Otherwise the call returns -EINTR,
 * unless it was -ERESTARTSYS and the handler has SA_RESTART.
 */
#define ERESTARTSYS 512
#define ERESTARTNOHAND 514

/* Signals that are pending. An interrupt may add one: written with IF=0. */
struct signal_queue {
	u64 pending;
	s32 code[SIGNALS + 1];   /* si_code of each */
	u32 queued[SIGNALS + 1]; /* how often a real-time one is pending */
};

struct signals {
	/* The process's. */
	struct signal_action action[SIGNALS + 1];
	struct signal_queue shared; /* any thread may take them */
	struct {
		u64 end; /* in ticks of its clock; 0: it is not set */
		u64 interval; /* 0: it comes once */
	} itimer[3]; /* ITIMER_* */
	/* The thread's. */
	struct signal_queue own;
	u64 blocked;
	u64 saved_mask; /* with restore_mask: blocked, when the call is over */
	bool restore_mask;
	struct sigaltstack stack; /* size 0: none */
};

/*
 * Turns a fault of ring 3's into its signal. 0: regs now enter the handler.
 * Else the signal that ends the task, which has no handler, blocks or ignores
 * the signal, or has no room for the frame.
 */
u32 signal_fault(struct pt_regs *regs, const struct fault *fault);

/* The same for a signal that a call has caused: *info says which. */
u32 signal_force(struct pt_regs *regs, const siginfo_t *info);

/*
 * Makes signal pending, for the process or in a queue, or drops it if it is
 * ignored. code: SI_*. Interrupts may call the first one.
 */
void signal_send(u32 signal, s32 code);
void signal_send_to(struct signal_queue *queue, u32 signal, s32 code);
/* Notes as exit work that one is due, or may be. */
void signal_update_work(void);
/* true: one is pending and not blocked. */
bool signal_is_due(void);
/*
 * Takes the first signal of set that is pending, and fills *info. 0: there is
 * none.
 */
u32 signal_take(u64 set, siginfo_t *info);
/* Changes the mask until the call is over, and the handler that ended it. */
void signal_block_meanwhile(u64 mask);
/* Changes the mask; one that is pending may be delivered then. */
void signal_block(u64 mask);
/* Drops a pending signal if its new action is to ignore it. */
void signal_flush_ignored(u32 signal);

/*
 * Makes regs enter the handlers of all signals that are pending and not
 * blocked, or ends the task. Exit work (WORK_SIGNAL), with interrupts off.
 */
void signal_deliver_pending(struct pt_regs *regs);

/* Loads regs from a frame, as signal_frame_pop(). false: it is bad. */
typedef bool signal_pop(struct pt_regs *regs);

/*
 * Loads regs, mask, stack and FPU from the frame that pop finds at regs's sp. A
 * bad frame is SIGSEGV, which is delivered or ends the task.
 */
void signal_return(struct pt_regs *regs, signal_pop *pop);

/* Of an action: 32-bit code's, so its frame is theirs. Linux's flag. */
#define SA_IA32_ABI 0x02000000u

/*
 * sys/signal.c: as sigaction(2), with *old always filled in; own_flags: of
 * ring 0's, which ring 3 sees nowhere. 0 or -errno.
 */
long signal_change_action(s32 signal, const struct signal_action *new,
			  struct signal_action *old, u64 own_flags);

/* Sets the alternate stack for a caller whose rsp is sp. 0 or -errno. */
long signal_set_stack(const struct sigaltstack *new, u64 sp);
/* Fills in *stack, its padding too, as sigaltstack(2) tells it at rsp sp. */
void signal_get_stack(struct sigaltstack *stack, u64 sp);

#endif
