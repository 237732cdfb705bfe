/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The places that patch.c changes, with the instructions that are there. An
 * NMI may come between two of the changes, so what saves CR3 comes first, and
 * what loads it from there after that. No guard: it is included twice.
 */
SITE(entry_paranoid_in, LOAD_ECX)
SITE(entry_nmi_in, LOAD_ECX)
SITE(entry_paranoid_out, LOAD_ECX)
SITE(entry_nmi_out, LOAD_ECX)
SITE(entry_SYSCALL_64_load_sp, LOAD_SP)
SITE(entry_SYSCALL_compat_load_sp, LOAD_SP)
SITE(entry_SYSENTER_64_load_sp, LOAD_SP)
SITE(entry_SYSENTER_compat_load_sp, LOAD_SP)
/* pushes of rax, rdi, rsi, rdx, rcx */
SITE(entry_int80_push, 0x50, 0x57, 0x56, 0x52, 0x51)
/* movq PT_SP - PT_ORIG_AX(%rsp), %rsp */
SITE(entry_SYSCALL_64_leave, 0x48, 0x8b, 0x64, 0x24, PT_SP - PT_ORIG_AX)
/* movq PT_SP(%rsp), %rsp */
SITE(entry_SYSCALL_compat_leave, 0x48, 0x8b, 0xa4, 0x24, PT_SP, 0, 0, 0)
/* btrl $9, PT_FLAGS - PT_ORIG_AX(%rsp) */
SITE(entry_SYSENTER_64_leave, 0x0f, 0xba, 0x74, 0x24, PT_FLAGS - PT_ORIG_AX, 9)
/* btrl $9, PT_FLAGS(%rsp) */
SITE(entry_SYSENTER_compat_leave, 0x0f, 0xba, 0xb4, 0x24, PT_FLAGS, 0, 0, 0, 9)
/* addq $8, %rsp; swapgs */
SITE(return_iret_leave, 0x48, 0x83, 0xc4, 8, 0x0f, 0x01, 0xf8)
SITE(entry_exception_swapgs, SWAPGS_LFENCE)
SITE(at_sysexit_swapgs, SWAPGS_LFENCE)
SITE(bad_iret_swapgs, SWAPGS_LFENCE)
SITE(paranoid_swapgs, SWAPGS_LFENCE)
/* pushq (%rsp); jmp entry_exception */
SITE(entry_interrupt, 0xff, 0x34, 0x24)
/* swapgs; popq %r15 */
SITE(at_sysexit_leave, 0x0f, 0x01, 0xf8, 0x41, 0x5f)
