/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The SYSENTER gate: from ring 3 through IA32_SYSENTER_EIP, back by SYSEXIT, or
 * by IRETQ (entry/int80.S) when the exit path does not grant it. Which of the
 * two stubs it leads to, the task has chosen: HAZARD sysenter-convention.
 * On AMD, SYSENTER is #UD in long mode, and nobody comes here.
 */

#include "entry/entry.h"
#include "extable.h"

/* What SYSENTER leaves as ring 3 had it, and C must not see. */
#define SYSENTER_LEAVES (X86_EFLAGS_DF | X86_EFLAGS_NT | X86_EFLAGS_AC)

/*
 * Who comes here: SYSENTER in a task with Gatehouse's convention: from 64-bit
 * code (CPL 3), or from 32-bit code that it has jumped to. Nothing tells the
 * two apart, for cs is saved nowhere: either one comes back where rdx says, and
 * there in 64-bit code.
 *
 * The CPU has loaded: rip and rsp from IA32_SYSENTER_EIP and _ESP, cs = 0x10
 * and ss = 0x18 from IA32_SYSENTER_CS (fixed descriptors); IF = VM = RF = 0.
 * It has NOT saved anything, nor changed the GS base or any other flag: TF,
 * NT, AC and DF are ring 3's. With TF, #DB comes before the first instruction
 * (entry/debug.c takes it, clears TF, and notes that ring 3 wants it back).
 *
 * The convention is Gatehouse's own, since Linux serves no 64-bit SYSENTER:
 *
 *   rax  the number (low 32 bits)      rdx  the rip to return to
 *   rdi, rsi, r11, r10, r8, r9         rcx  the rsp to return to
 *        the arguments, first to sixth
 *
 * How it leaves: SYSEXITQ, which takes rip from rdx and rsp from rcx and loads
 * no flags; or IRETQ from the same frame. Every register but rax comes back as
 * it was, by either; ss is 0x3b, which is what SYSEXITQ loads.
 */
ENTRY entry_SYSENTER_64
	.cfi_def_cfa %rcx, 0
	.cfi_register %rip, %rdx
	swapgs
PTI_SITE entry_SYSENTER_64_load_sp
	movq	%gs:CPU_STACK_TOP, %rsp

/* rsp: task's kernel stack, empty; IF=0, GS: kernel, TF DF NT AC: ring 3's */
	pushq	$SEL_USER_DATA_SYSEXITQ	/* pt_regs->ss */
	pushq	%rcx			/* pt_regs->sp */
	sti				/* as it was: ring 3 always has it */
	pushfq				/* pt_regs->flags */
	/* pt_regs->cs, gate, abi */
	pushq	$PT_CS_SLOT(SEL_USER_CODE, ASM_GATE_SYSENTER, ASM_ABI_X86_64)
	pushq	%rdx			/* pt_regs->ip */
	pushq	%rax			/* pt_regs->orig_ax */
	PUSH_REGS ax=$-ENOSYS		/* pt_regs->ax, as in Linux */
	CFI_PT_REGS

	/* TF is gone by now; the others are rare, and POPFQ is slow. */
	testl	$SYSENTER_LEAVES, PT_FLAGS(%rsp)
	jnz	.Lclean_flags

/* rsp: pt_regs, eax: the number, IF=1, TF=DF=NT=AC=0, GS: kernel */
.Lflags_are_clean:
	LOAD_DISPATCH_ARGS NR_SYSCALLS_64
	call	dispatch_sysenter	/* comes back if SYSEXITQ is granted */

/* rax: the result, rsp: pt_regs with cx == sp, dx == ip; IF=0, GS: kernel */
	POP_REGS ax=%rcx
	.cfi_def_cfa %rcx, 0
	.cfi_register %rip, %rdx
PTI_SITE entry_SYSENTER_64_leave
	btrl	$X86_EFLAGS_IF_BIT, PT_FLAGS - PT_ORIG_AX(%rsp)
	addq	$PT_FLAGS - PT_ORIG_AX, %rsp
	popfq				/* ring 3's, but for IF */

/* all registers but rsp and RFLAGS.IF: ring 3's */
	swapgs
	.globl	entry_SYSENTER_64_sti
entry_SYSENTER_64_sti:
	sti				/* no interrupt before the next ends */
	.globl	entry_SYSENTER_64_sysexitq
entry_SYSENTER_64_sysexitq:
	sysexitq
	int3				/* HAZARD sls */

/* rsp: pt_regs, eax: the number; IF=1; DF, NT or AC is set */
.Lclean_flags:
	CFI_PT_REGS
	pushq	$(X86_EFLAGS_FIXED | X86_EFLAGS_IF)
	popfq
	jmp	.Lflags_are_clean
END entry_SYSENTER_64

/*
 * Who comes here: SYSENTER, in a task with i386's convention: from 32-bit code,
 * or from 64-bit code that such a task has jumped to.
 *
 * The CPU has loaded, and has NOT saved: as above.
 *
 *   eax  the number (i386 table)       ebp  the esp to return to
 *   ebx, ecx, edx, esi, edi, and the word at ebp: the arguments
 *
 * This is Linux's convention. Where the caller was is not asked: it goes back
 * to the vDSO's landing pad, in 32-bit code. So ebp is all that it can lie
 * about, and the stub takes the lower half, which is never ring 0's address.
 *
 * How it leaves: SYSEXITL, which takes eip from edx and esp from ecx and loads
 * no flags, or IRETQ; with the sixth argument in ebp, esp in ecx, eip in edx
 * (IRETQ keeps these two, if the landing pad is not where it goes), 0 in r8 to
 * r10 and r12 to r15, the result in rax, and all else as it was.
 */
ENTRY entry_SYSENTER_compat
	.cfi_def_cfa %rbp, 0
	.cfi_undefined %rip		/* nothing has saved it */
	swapgs
PTI_SITE entry_SYSENTER_compat_load_sp
	movq	%gs:CPU_STACK_TOP, %rsp
	movl	%ebp, %ebp		/* the lower half alone */

/* rsp: task's kernel stack, empty; IF=0, GS: kernel, TF DF NT AC: ring 3's */
	pushq	$SEL_USER_DATA		/* pt_regs->ss */
	pushq	%rbp			/* pt_regs->sp */
	sti				/* as it was: ring 3 always has it */
	pushfq				/* pt_regs->flags */
	/* pt_regs->cs, gate, abi */
	pushq	$PT_CS_SLOT(SEL_USER_CODE32, ASM_GATE_SYSENTER, ASM_ABI_I386)
	pushq	%gs:CPU_LANDING_PAD	/* pt_regs->ip */
	pushq	%rax			/* pt_regs->orig_ax */
	PUSH_REGS ax=$-ENOSYS, high=0	/* pt_regs->ax, as in Linux */
	CFI_PT_REGS

	testl	$SYSENTER_LEAVES, PT_FLAGS(%rsp)
	jnz	.Lclean_flags_32

/* rsp: pt_regs, eax: the number, ebp: ring 3's esp, IF=1, TF=DF=NT=AC=0 */
.Lflags_32_are_clean:
	STAC
.Lsixth:
	movl	(%rbp), %ebp		/* the sixth argument */
	CLAC
	movq	%rbp, PT_BP(%rsp)
	LOAD_DISPATCH_ARGS NR_SYSCALLS_32
	call	dispatch_sysenter_32	/* comes back if SYSEXITL is granted */

/* rax: the result, rsp: pt_regs; IF=0, GS: kernel */
	LOAD_REGS_32
	movq	PT_CX(%rsp), %rcx	/* hardening's way out calls here */
	movl	PT_SP(%rsp), %ecx
	movl	PT_IP(%rsp), %edx
	.cfi_def_cfa %rcx, 0
	.cfi_register %rip, %rdx
PTI_SITE entry_SYSENTER_compat_leave
	btrl	$X86_EFLAGS_IF_BIT, PT_FLAGS(%rsp)
	addq	$PT_FLAGS, %rsp
	popfq				/* ring 3's, but for IF */

/* all registers but rsp and RFLAGS.IF: ring 3's */
	swapgs
	.globl	entry_SYSENTER_compat_sti
entry_SYSENTER_compat_sti:
	sti				/* no interrupt before the next ends */
	.globl	entry_SYSENTER_compat_sysexitl
entry_SYSENTER_compat_sysexitl:
	sysexitl
	int3				/* HAZARD sls */

/* rsp: pt_regs, eax: the number; IF=1; DF, NT or AC is set */
.Lclean_flags_32:
	CFI_PT_REGS
	pushq	$(X86_EFLAGS_FIXED | X86_EFLAGS_IF)
	popfq
	jmp	.Lflags_32_are_clean

/* rsp: pt_regs, IF=1; the word at ebp cannot be read */
	EXTABLE .Lsixth, .Lno_sixth
.Lno_sixth:
	CLAC
	LOAD_DISPATCH_ARGS NR_SYSCALLS_32 /* to clear registers */
	call	exit_to_user_efault	/* leaves by IRETQ */
	ud2
END entry_SYSENTER_compat
