/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The SYSCALL gate: from 64-bit ring 3 through LSTAR, back by SYSRETQ, and from
 * 32-bit ring 3 through CSTAR, back by SYSRETL; or by IRETQ (entry/int80.S)
 * when the exit path does not grant the one.
 */

#include "entry/entry.h"

/*
 * What both stubs do until C can run, for the label name.
 * Needs: what the CPU leaves, see below. cs: the caller's selector; abi: enum
 * abi; last: the row past the end of its call table; high: PUSH_REGS'.
 * Leaves: rsp = rdi: pt_regs, esi: the row; IF=1, GS: kernel, all else cleared.
 */
.macro ENTER_BY_SYSCALL name, cs, abi, last, high=1
	.cfi_def_cfa %rsp, 0
	.cfi_register %rip, %rcx
	swapgs
	movq	%rsp, %gs:CPU_USER_SP
PTI_SITE \name\()_load_sp
	movq	%gs:CPU_STACK_TOP, %rsp
	.cfi_undefined %rip		/* ring 3's rsp is in no frame yet */

/* rsp: the task's kernel stack, empty; IF=0, GS: kernel */
	.globl	\name\()_has_stack
\name\()_has_stack:
	pushq	$SEL_USER_DATA		/* pt_regs->ss */
	pushq	%gs:CPU_USER_SP		/* pt_regs->sp */
	pushq	%r11			/* pt_regs->flags */
	/* pt_regs->cs, gate, abi */
	pushq	$PT_CS_SLOT(\cs, ASM_GATE_SYSCALL, \abi)
	pushq	%rcx			/* pt_regs->ip */
	pushq	%rax			/* pt_regs->orig_ax */
	PUSH_REGS ax=$-ENOSYS, high=\high /* pt_regs->ax, as in Linux */
	CFI_PT_REGS

	LOAD_DISPATCH_ARGS \last
	/* FMASK cleared IF until there was a stack; handlers may be long. */
	sti
.endm

/*
 * Who comes here: SYSCALL, from 64-bit code (CPL 3), through LSTAR.
 *
 * The CPU has loaded: rip = LSTAR, cs = 0x10 and ss = 0x18 from STAR (fixed
 * descriptors, the GDT is not read), rcx = the return address, r11 = RFLAGS,
 * RFLAGS &= ~FMASK: IF, TF, DF, NT, AC and the arithmetic flags are 0.
 * It has NOT saved or changed: rsp, which is still ring 3's, and the GS base.
 *
 *   rax  the number (low 32 bits)      rcx  return address
 *   rdi, rsi, rdx, r10, r8, r9         r11  RFLAGS
 *        the arguments, first to sixth
 *
 * How it leaves: SYSRETQ with rcx and r11 as they came, rax the result and
 * all else as it was; or IRETQ from the same frame.
 */
ENTRY entry_SYSCALL_64
	ENTER_BY_SYSCALL entry_SYSCALL_64, SEL_USER_CODE, ASM_ABI_X86_64, \
		NR_SYSCALLS_64
	call	dispatch_syscall	/* comes back if SYSRETQ is granted */

/* rax: result, rsp: pt_regs with cx == ip, r11 == flags; IF=0, GS: kernel */
	POP_REGS ax=%rcx
	.cfi_def_cfa %rsp, PT_SIZE - PT_ORIG_AX
PTI_SITE entry_SYSCALL_64_leave
	movq	PT_SP - PT_ORIG_AX(%rsp), %rsp

/*
 * HAZARD sysret-ss (Linux's X86_BUG_SYSRET_SS_ATTRS): AMD's SYSRET loads the
 * selector of SS alone. If SS was null, as an interrupt from ring 3 leaves it,
 * 32-bit code then cannot push. So SYSRET is for those alone who came in by
 * SYSCALL, which loads all of SS, on this same stack; what interrupts ring 0 in
 * between does not change SS, or its IRETQ loads it anew. Code that switches to
 * another task's stack in between must load SS. The sweep checks it each time.
 *
 * rsp: ring 3's; IF=0, GS: kernel; nothing may fault from here on
 */
	.globl	entry_SYSCALL_64_last_pop
entry_SYSCALL_64_last_pop:
	.cfi_def_cfa %rsp, 0
	.cfi_register %rip, %rcx
	.cfi_same_value %rsp
	swapgs
	.globl	entry_SYSCALL_64_sysretq
entry_SYSCALL_64_sysretq:
	sysretq
	.globl	entry_SYSCALL_64_end
entry_SYSCALL_64_end:
	int3				/* HAZARD sls */
END entry_SYSCALL_64

/*
 * Who comes here: SYSCALL from 32-bit code, through CSTAR, on AMD alone (on
 * Intel it is #UD).
 *
 * The CPU has loaded, and has NOT saved: as above, with rcx = eip.
 *
 *   eax  the number (i386 table)       rcx  eip      r11  RFLAGS
 *   ebx, ebp, edx, esi, edi, and the word at esp: the arguments
 *
 * How it leaves: SYSRETL or IRETQ, to 32-bit code, with rcx and r11 as they
 * came, rax the result, r8 to r10 and r12 to r15 0, and all else as it was.
 */
ENTRY entry_SYSCALL_compat
	ENTER_BY_SYSCALL entry_SYSCALL_compat, SEL_USER_CODE32, ASM_ABI_I386, \
		NR_SYSCALLS_32, high=0
	call	dispatch_syscall_32	/* comes back if SYSRETL is granted */

/* rax: result, rsp: pt_regs with cx == ip, r11 == flags; IF=0, GS: kernel */
	LOAD_REGS_32
	movq	PT_CX(%rsp), %rcx
	movq	PT_DX(%rsp), %rdx
PTI_SITE entry_SYSCALL_compat_leave
	movq	PT_SP(%rsp), %rsp

/* rsp: ring 3's; HAZARD sysret-ss: SYSRETL, too; IF=0, GS: kernel */
	.globl	entry_SYSCALL_compat_last_pop
entry_SYSCALL_compat_last_pop:
	.cfi_def_cfa %rsp, 0
	.cfi_register %rip, %rcx
	.cfi_same_value %rsp
	swapgs
	.globl	entry_SYSCALL_compat_sysretl
entry_SYSCALL_compat_sysretl:
	sysretl
	.globl	entry_SYSCALL_compat_end
entry_SYSCALL_compat_end:
	int3				/* HAZARD sls */
END entry_SYSCALL_compat
