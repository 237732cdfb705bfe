/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The MSRs that lead from SYSCALL and SYSENTER to the stubs: syscall.S,
 * sysenter.S. int 0x80's gate is in the IDT: idt.c.
 */

#include "entry/gates.h"
#include "cpu/features.h"
#include "cpu/setup.h"
#include "cpu_ops.h"
#include "msr-index.h"

void entry_SYSCALL_64(void);
void entry_SYSCALL_compat(void);
void entry_SYSENTER_64(void);
void entry_SYSENTER_compat(void);

/*
 * FMASK clears every flag that ring 3 can set. With IF or TF an interrupt or a
 * #DB would come before there is a stack; C wants DF clear; with NT IRETQ would
 * raise #GP; with AC SMAP would be off. The rest, so that ring 0 always starts
 * in the same state.
 */
#define FMASK                                                               \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |    \
	 X86_EFLAGS_SF | X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_DF |    \
	 X86_EFLAGS_OF | X86_EFLAGS_IOPL | X86_EFLAGS_NT | X86_EFLAGS_RF |  \
	 X86_EFLAGS_AC | X86_EFLAGS_ID)

static void sysenter_setup(void)
{
	u64 number = this_cpu->number;

	if (!cpu_features.sysenter) {
		wrmsr(MSR_IA32_SYSENTER_CS, 0); /* #GP, not a way in */
		return;
	}
	wrmsr(MSR_IA32_SYSENTER_CS, SEL_KERNEL_CODE);
	wrmsr(MSR_IA32_SYSENTER_ESP, map_entry_stack(number, ENTRY_STACKS - 1));
}

/*
 * HAZARD sysenter-convention: SYSENTER saves nothing that tells 32-bit code
 * from 64-bit code. So the task chooses the stub, before it runs, and no caller
 * can. Whoever comes by entry_SYSENTER_compat goes back to the landing pad.
 */
void gates_choose(bool i386, u64 landing_pad)
{
	struct cpu *cpu = cpu_self();

	cpu->landing_pad = landing_pad;
	cpu->sysenter_eip = i386 ? (u64)entry_SYSENTER_compat :
				   (u64)entry_SYSENTER_64;
	gates_open();
}

void gates_setup(void)
{
	wrmsr(MSR_STAR, (u64)STAR_USER << 48 | (u64)STAR_KERNEL << 32);
	wrmsr(MSR_FMASK, FMASK);
	sysenter_setup();
	gates_choose(false, 0);
}

void gates_open(void)
{
	wrmsr(MSR_LSTAR, (u64)entry_SYSCALL_64);
	wrmsr(MSR_CSTAR, (u64)entry_SYSCALL_compat);
	if (cpu_features.sysenter)
		wrmsr(MSR_IA32_SYSENTER_EIP, this_cpu->sysenter_eip);
}
