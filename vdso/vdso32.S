/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 32-bit vDSO: a shared object that ring 0 maps into each 32-bit program
 * (ring0/ia32/vdso.c). __kernel_vsyscall crosses by the best gate that the CPU
 * has; signal handlers return to __kernel_sigreturn. Call frames are loaded,
 * for programs unwind through here.
 */

/* i386's, of Linux. */
#define NR_SIGRETURN 119
#define NR_RT_SIGRETURN 173

	.code32
	.text

/*
 * Who comes here: any i386 program, by AT_SYSINFO or by the symbol. It takes
 * what int 0x80 takes, eax: the number, then the result; ebx ecx edx esi edi
 * ebp: the arguments. All but eax come back.
 *
 * Ring 0 writes one of the two sequences below over the NOPs. SYSENTER saves
 * neither eip nor esp: ring 0 goes back to vdso32_landing_pad, with esp from
 * ebp. SYSCALL takes ecx, so the second argument is in ebp; it goes back to the
 * next instruction. Both want the sixth argument where esp points. A call that
 * begins anew does so two bytes before: at the SYSCALL, or the int 0x80.
 */
	.globl	__kernel_vsyscall, vdso32_gate, vdso32_landing_pad
	.type	__kernel_vsyscall, @function
	.balign	16
__kernel_vsyscall:
	.cfi_startproc
	pushl	%ecx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset %ecx, 0
	pushl	%edx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset %edx, 0
	pushl	%ebp
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset %ebp, 0
vdso32_gate:
	.rept	VDSO32_GATE_SIZE
	nop
	.endr
	int	$0x80
vdso32_landing_pad:
	popl	%ebp
	.cfi_adjust_cfa_offset -4
	.cfi_restore %ebp
	popl	%edx
	.cfi_adjust_cfa_offset -4
	.cfi_restore %edx
	popl	%ecx
	.cfi_adjust_cfa_offset -4
	.cfi_restore %ecx
	ret
	.cfi_endproc
	.size	__kernel_vsyscall, . - __kernel_vsyscall

/* Each has VDSO32_GATE_SIZE bytes, and is never executed where it stands. */
	.globl	vdso32_by_sysenter, vdso32_by_syscall
vdso32_by_sysenter:
	movl	%esp, %ebp
	sysenter
	nop
	nop
vdso32_by_syscall:
	movl	%ecx, %ebp
	syscall
	jmp	. + 4			/* over the int 0x80 */

/*
 * Where the interrupted code's registers are: the word at esp + offset, for the
 * unwinder. A byte of DWARF's: 0x10 DW_CFA_expression, 0x0f
 * DW_CFA_def_cfa_expression, 0x74 DW_OP_breg4 (esp), 6 DW_OP_deref; a signed
 * LEB128 number of two bytes each.
 */
#define SLEB(n) (n) & 0x7f | 0x80, (n) >> 7 & 0x7f

	.macro	SAVED register, offset
	.cfi_escape 0x10, \register, 3, 0x74, SLEB(\offset)
	.endm

/* sc: the offset from esp of struct sigcontext_32 (asm/sigcontext.h). */
	.macro	FRAME_AT sc
	.cfi_escape 0x0f, 4, 0x74, SLEB(\sc + 28), 6 /* esp */
	SAVED	0, \sc + 44		/* eax */
	SAVED	1, \sc + 40		/* ecx */
	SAVED	2, \sc + 36		/* edx */
	SAVED	3, \sc + 32		/* ebx */
	SAVED	5, \sc + 24		/* ebp */
	SAVED	6, \sc + 20		/* esi */
	SAVED	7, \sc + 16		/* edi */
	SAVED	8, \sc + 56		/* eip */
	.endm

/*
 * Who comes here: a handler that returns, whose frame has this address. esp:
 * the signal's number. The NOP is there for unwinders, which look for the
 * instruction before the one that is returned to.
 */
	.globl	__kernel_sigreturn, __kernel_rt_sigreturn
	.type	__kernel_sigreturn, @function
	.balign	16
	.cfi_startproc simple
	.cfi_signal_frame
	FRAME_AT 4
	nop
__kernel_sigreturn:
	popl	%eax			/* the signal's number */
	FRAME_AT 0
	movl	$NR_SIGRETURN, %eax
	int	$0x80
	.cfi_endproc
	.size	__kernel_sigreturn, . - __kernel_sigreturn

/* The same with a siginfo: number, two pointers, siginfo, ucontext. */
#define RT_SIGCONTEXT (3 * 4 + 128 + 20)
	.type	__kernel_rt_sigreturn, @function
	.balign	16
	.cfi_startproc simple
	.cfi_signal_frame
	FRAME_AT RT_SIGCONTEXT
	nop
__kernel_rt_sigreturn:
	movl	$NR_RT_SIGRETURN, %eax
	int	$0x80
	.cfi_endproc
	.size	__kernel_rt_sigreturn, . - __kernel_rt_sigreturn

	.section .note.GNU-stack, "", @progbits
