/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's own faults, delivered as Linux does: the CPU's exception becomes
 * a signal. The handler finds the registers in the frame and may change them,
 * and rt_sigreturn loads them.
 */
#ifndef GATEHOUSE_RING3_SIGNAL_H
#define GATEHOUSE_RING3_SIGNAL_H

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/ucontext.h>
#include "ring3/lib/cross.h"

/* What ring 0 puts on the stack; the handler returns to restorer. */
struct signal_frame {
	void (*restorer)(void);
	struct ucontext context;
	struct siginfo info;
};

typedef void fault_handler(int signal, struct siginfo *info,
			   struct ucontext *context);

/*
 * Makes a frame from which rt_sigreturn loads state's general registers and
 * flags. cs and ss are those of 64-bit code. The caller sets rip.
 */
void signal_frame_of(struct signal_frame *frame,
		     const struct machine_state *state);

/* The bytes of a frame's part for the FPU, and what its address divides by. */
u64 signal_fpu_size(void);
u64 signal_fpu_align(void);

/* Where the frame of a signal lies for code whose rsp is sp. */
u64 signal_frame_below(u64 sp);

/* Catches SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV. 0 or -errno. */
long on_fault(fault_handler *handler);

#endif
