/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where CR3 is switched. patch.c leads ring 0's entry code here, from the
 * places that PTI_SITE names, by a jump; each part does what the instructions
 * there did, and jumps to what comes after them. Both tables map this page.
 *
 * Nobody comes here with a stack of ring 0's alone: until CR3 is switched, and
 * after it is switched back, rsp is on the page of ring 3's frame, or on an IST
 * stack. And until then nothing but struct cpu's first page is read.
 */

#include "entry/entry.h"

#define AT_STUB(offset) ((offset) - PT_DI) /* pt_regs as a stub leaves it */
/* The lengths of the instructions that are replaced. */
#define LOAD_SP 9
#define FIVE_PUSHES 5
#define LEAVE_SYSCALL_64 5
#define LEAVE_SYSCALL_COMPAT 8
#define LEAVE_SYSENTER_64 6
#define LEAVE_SYSENTER_COMPAT 9
#define ADD_AND_SWAPGS 7
#define SWAPGS_LFENCE 6
#define LOAD_ECX 5

#define NMI_CPU (PT_IP + 8 * 13) /* the copy's word: nmi.S, COPY_CPU */

/* A debugger's call trace ends here: no one rule fits each instruction. */
.macro NO_TRACE
	.cfi_def_cfa %rsp, 0
	.cfi_undefined %rip
.endm

/* Needs: GS: kernel. Destroys scratch. */
.macro TO_RING0_TABLE scratch
	movq	%gs:CPU_KERNEL_CR3, \scratch
	movq	\scratch, %cr3
.endm

.macro TO_RING3_TABLE scratch
	movq	%gs:CPU_USER_CR3, \scratch
	movq	\scratch, %cr3
.endm

	.section .entry.text, "ax"
	.balign	0x1000
	.globl	pti_text
pti_text:

/*
 * SYSCALL and SYSENTER, from the load of rsp. rsp: free; SYSCALL's is saved,
 * and SYSENTER's is nobody's. GS: kernel. So CR3 is switched before any push.
 */
.macro SWITCH_IN site
ENTRY pti_\site
	NO_TRACE
	TO_RING0_TABLE %rsp
	movq	%gs:CPU_STACK_TOP, %rsp
	jmp	\site + LOAD_SP
END pti_\site
.endm
	SWITCH_IN entry_SYSCALL_64_load_sp
	SWITCH_IN entry_SYSCALL_compat_load_sp
	SWITCH_IN entry_SYSENTER_64_load_sp
	SWITCH_IN entry_SYSENTER_compat_load_sp

/* int 0x80, from its first push. rsp: in ring 3's frame; GS: kernel, IF=0. */
ENTRY pti_entry_int80_push
	NO_TRACE
	pushq	%rax			/* pt_regs->orig_ax */
	pushq	%rdi			/* pt_regs->di */
	pushq	%rsi			/* pt_regs->si */
	pushq	%rdx			/* pt_regs->dx */
	pushq	%rcx			/* pt_regs->cx */
	TO_RING0_TABLE %rcx
	jmp	entry_int80_push + FIVE_PUSHES
END pti_entry_int80_push

/*
 * The ways back, when all of ring 3's registers are loaded. What is loaded
 * again after the switch is from ring 3's frame. rsp: pt_regs->orig_ax; GS:
 * kernel.
 */
ENTRY pti_entry_SYSCALL_64_leave
	NO_TRACE
	TO_RING3_TABLE %rcx
	movq	PT_IP - PT_ORIG_AX(%rsp), %rcx
	movq	PT_SP - PT_ORIG_AX(%rsp), %rsp
	jmp	entry_SYSCALL_64_leave + LEAVE_SYSCALL_64
END pti_entry_SYSCALL_64_leave

ENTRY pti_entry_SYSENTER_64_leave
	NO_TRACE
	TO_RING3_TABLE %rcx
	movq	PT_SP - PT_ORIG_AX(%rsp), %rcx
	btrl	$X86_EFLAGS_IF_BIT, PT_FLAGS - PT_ORIG_AX(%rsp)
	jmp	entry_SYSENTER_64_leave + LEAVE_SYSENTER_64
END pti_entry_SYSENTER_64_leave

/* The same with rsp: pt_regs. */
ENTRY pti_entry_SYSCALL_compat_leave
	NO_TRACE
	TO_RING3_TABLE %rcx
	movq	PT_IP(%rsp), %rcx
	movq	PT_SP(%rsp), %rsp
	jmp	entry_SYSCALL_compat_leave + LEAVE_SYSCALL_COMPAT
END pti_entry_SYSCALL_compat_leave

ENTRY pti_entry_SYSENTER_compat_leave
	NO_TRACE
	TO_RING3_TABLE %rcx
	movl	PT_SP(%rsp), %ecx
	btrl	$X86_EFLAGS_IF_BIT, PT_FLAGS(%rsp)
	jmp	entry_SYSENTER_compat_leave + LEAVE_SYSENTER_COMPAT
END pti_entry_SYSENTER_compat_leave

/* IRET, from addq $8, %rsp; pt_regs->orig_ax keeps rax. */
ENTRY pti_return_iret_leave
	NO_TRACE
	movq	%rax, (%rsp)
	TO_RING3_TABLE %rax
	popq	%rax
	swapgs
	jmp	return_iret_leave + ADD_AND_SWAPGS
END pti_return_iret_leave

/* Exceptions: from SWAPGS, with pt_regs pushed. rax: free; GS: ring 3's. */
.macro SWITCH_AT_SWAPGS site
ENTRY pti_\site
	NO_TRACE
	swapgs
	lfence
	TO_RING0_TABLE %rax
	jmp	\site + SWAPGS_LFENCE
END pti_\site
.endm
	SWITCH_AT_SWAPGS entry_exception_swapgs
	SWITCH_AT_SWAPGS at_sysexit_swapgs
	SWITCH_AT_SWAPGS bad_iret_swapgs
	SWITCH_AT_SWAPGS paranoid_swapgs

/*
 * An exception at an instruction of ring 0 that runs on ring 3's table: IRETQ,
 * or SYSEXIT after STI. The page of ring 3's frame has no room for another
 * pt_regs below it, but for these words. So CR3 is switched before PUSH_REGS.
 * rsp: as a stub leaves it; GS: ring 3's.
 */
.macro SWITCH_EARLY
	swapgs
	pushq	%rax
	TO_RING0_TABLE %rax
	popq	%rax
	swapgs
	jmp	entry_exception
.endm

/* Who comes here: the stubs of what IRETQ may raise, #NP, #SS and #GP. */
ENTRY pti_iret_fault
	NO_TRACE
	testb	$3, AT_STUB(PT_CS)(%rsp)
	jnz	entry_exception
	cmpq	$return_iret_iretq, AT_STUB(PT_IP)(%rsp)
	jne	entry_exception
	SWITCH_EARLY
END pti_iret_fault

/* Who comes here: the stubs of interrupts. */
ENTRY pti_entry_interrupt
	NO_TRACE
	pushq	(%rsp)			/* in pt_regs->di's place */
	testb	$3, AT_STUB(PT_CS)(%rsp)
	jnz	entry_exception
	cmpq	$entry_SYSENTER_64_sysexitq, AT_STUB(PT_IP)(%rsp)
	je	.Lat_sysexit
	cmpq	$entry_SYSENTER_compat_sysexitl, AT_STUB(PT_IP)(%rsp)
	jne	entry_exception
.Lat_sysexit:
	SWITCH_EARLY
END pti_entry_interrupt

/* Back to SYSEXIT. rsp: pt_regs, GS: kernel */
ENTRY pti_at_sysexit_leave
	NO_TRACE
	POP_REGS
	jmp	pti_return_iret_leave
END pti_at_sysexit_leave

/*
 * #DB, #MC, #DF and NMIs from ring 0 find either table in CR3, and leave it so.
 * pt_regs->orig_ax keeps it, and a handler may change it as it may change rip.
 * rsp: pt_regs on the IST stack; cpu: the offset of the word that has struct
 * cpu *; rax, rcx: free; GS: anyone's. Mirror: SWITCH_BACK.
 */
.macro SWITCH_PARANOID site, cpu
ENTRY pti_\site
	NO_TRACE
	movq	%cr3, %rax
	movq	%rax, PT_ORIG_AX(%rsp)
	movq	\cpu(%rsp), %rax
	movq	CPU_KERNEL_CR3(%rax), %rax
	movq	%rax, %cr3
	movl	$MSR_GS_BASE, %ecx
	jmp	\site + LOAD_ECX
END pti_\site
.endm
	SWITCH_PARANOID entry_paranoid_in, PT_SIZE
	SWITCH_PARANOID entry_nmi_in, NMI_CPU

/* rax: the GS base to load */
.macro SWITCH_BACK site
ENTRY pti_\site
	NO_TRACE
	movq	PT_ORIG_AX(%rsp), %rcx
	movq	%rcx, %cr3
	movl	$MSR_GS_BASE, %ecx
	jmp	\site + LOAD_ECX
END pti_\site
.endm
	SWITCH_BACK entry_paranoid_out
	SWITCH_BACK entry_nmi_out

/*
 * Who comes here: leave_nmi_for() (selftest/leave_nmi.S). rsp:
 * pt_regs->orig_ax, which has what CR3 is to be, on a stack that both tables
 * map.
 */
ENTRY pti_leave
	NO_TRACE
	pushq	%rax
	movq	8(%rsp), %rax
	movq	%rax, %cr3
	popq	%rax
	addq	$8, %rsp
	iretq
	int3				/* HAZARD sls */
END pti_leave

	.balign	0x1000
	.globl	pti_text_end
pti_text_end:
	.section .note.GNU-stack, "", @progbits
