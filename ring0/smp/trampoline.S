/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From real mode to 64-bit code. A started CPU executes a copy of this on a
 * page below 640 KiB (SDM vol. 3, "Switching to Protected Mode", "Initializing
 * IA-32e Mode"). It leaves at member_start(). No IDT is loaded, so a fault on
 * the way resets the machine.
 */

#include <asm/processor-flags.h>
#include "msr-index.h"
#include "smp/trampoline.h"

#define SELECTOR_CODE32 0x08
#define SELECTOR_DATA 0x10
#define SELECTOR_CODE64 0x18

	.section .rodata
/*
 * Who comes here: a CPU that got a startup IPI with this page's number.
 *
 * The CPU has loaded: cs = the page's address / 16, ip = 0; after INIT it is in
 * real mode, with caches off (CR0.CD), CR4 = EFER = 0 and IF = 0.
 */
	.balign	16
	.globl	trampoline, trampoline_32, trampoline_64, trampoline_gdt
	.globl	trampoline_end
	.code16
trampoline:
	cli
	cld
	xorl	%ebx, %ebx
	movw	%cs, %bx
	movw	%bx, %ds
	shll	$4, %ebx		/* the page's address, from here on */
	lgdtl	TRAMPOLINE_GDTR
	movl	$(X86_CR0_PE | X86_CR0_ET), %eax
	movl	%eax, %cr0
	ljmpl	*TRAMPOLINE_JUMP_32

/* ebx: the page's address; protected mode, paging off */
	.code32
trampoline_32:
	movw	$SELECTOR_DATA, %ax
	movw	%ax, %ds
	movw	%ax, %ss
	movl	TRAMPOLINE_CR4(%ebx), %eax
	movl	%eax, %cr4
	movl	TRAMPOLINE_CR3(%ebx), %eax
	movl	%eax, %cr3
	/* Without EFER.NXE bit 63 of an entry is reserved. */
	movl	$MSR_EFER, %ecx
	movl	$(EFER_LME | EFER_NXE), %eax
	xorl	%edx, %edx
	wrmsr
	movl	$(X86_CR0_PE | X86_CR0_ET | X86_CR0_PG), %eax
	movl	%eax, %cr0
	ljmpl	*TRAMPOLINE_JUMP_64(%ebx)

/* ebx: the page's address, which the low half maps; ring 0 is mapped, too */
	.code64
trampoline_64:
	movl	%ebx, %ebx
	movq	TRAMPOLINE_STACK(%rbx), %rsp
	movq	TRAMPOLINE_SELF(%rbx), %rdi
	xorl	%ebp, %ebp		/* a call trace ends here */
	pushq	%rbp
	jmpq	*TRAMPOLINE_ENTRY(%rbx)

	.balign	8
trampoline_gdt:
	.quad	0
	.quad	0x00cf9b000000ffff	/* SELECTOR_CODE32 */
	.quad	0x00cf93000000ffff	/* SELECTOR_DATA */
	.quad	0x00af9b000000ffff	/* SELECTOR_CODE64 */
trampoline_end:
	.section .note.GNU-stack, "", @progbits
