/* SPDX-License-Identifier: BSD-2-Clause */
/* Catches the signals of the program's own faults, and makes frames. */
#include "ring3/lib/signal.h"
#include <cpuid.h>
#include <linux/signal.h>
#include "ring3/lib/cpu.h"
#include "segment.h"
#include "ring3/lib/sys.h"

static const u8 fault_signals[] = { SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV };

long on_fault(fault_handler *handler)
{
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)handler,
		.sa_flags = SA_SIGINFO | SA_RESTORER,
		.sa_restorer = signal_restorer,
	};
	long error;

	for (size_t i = 0; i < ARRAY_SIZE(fault_signals); i++) {
		error = sys_rt_sigaction(fault_signals[i], &action);
		if (error)
			return error;
	}
	return 0;
}

#define RED_ZONE 128 /* below rsp: a frame must not touch it */
#define FXSAVE_SIZE 512
#define FXSAVE_ALIGN 16
#define XSAVE_ALIGN 64

u64 signal_fpu_size(void)
{
	u32 a, b, c, d;

	if (!cpu_identity()->osxsave)
		return FXSAVE_SIZE;
	__cpuid_count(13, 0, a, b, c, d);
	return b + FP_XSTATE_MAGIC2_SIZE;
}

u64 signal_fpu_align(void)
{
	return cpu_identity()->osxsave ? XSAVE_ALIGN : FXSAVE_ALIGN;
}

u64 signal_frame_below(u64 sp)
{
	u64 fpu = ALIGN_DOWN(sp - RED_ZONE - signal_fpu_size(),
			     signal_fpu_align());

	return ALIGN_DOWN(fpu - sizeof(struct signal_frame), 16) - 8;
}

void signal_frame_of(struct signal_frame *frame,
		     const struct machine_state *state)
{
	const u64 *in = state->word;

	frame->context.uc_flags = UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
	frame->context.uc_stack.ss_flags = SS_DISABLE;
	frame->context.uc_mcontext = (struct sigcontext){
		.r8 = in[STATE_R8],
		.r9 = in[STATE_R9],
		.r10 = in[STATE_R10],
		.r11 = in[STATE_R11],
		.r12 = in[STATE_R12],
		.r13 = in[STATE_R13],
		.r14 = in[STATE_R14],
		.r15 = in[STATE_R15],
		.rdi = in[STATE_DI],
		.rsi = in[STATE_SI],
		.rbp = in[STATE_BP],
		.rbx = in[STATE_BX],
		.rdx = in[STATE_DX],
		.rax = in[STATE_AX],
		.rcx = in[STATE_CX],
		.rsp = in[STATE_SP],
		.eflags = in[STATE_FLAGS],
		.cs = SEL_USER_CODE,
		.ss = SEL_USER_DATA,
	};
}
