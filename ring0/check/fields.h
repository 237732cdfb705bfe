/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All that a check can give, and see: FIELD(name, as the log has it). The order
 * of the first sixteen is the instruction set's; assembly takes their numbers
 * from here, too. No include guard: each includer defines FIELD.
 */

/* General registers, then what IRETQ loads and an event's frame holds. */
FIELD(AX, "rax")
FIELD(CX, "rcx")
FIELD(DX, "rdx")
FIELD(BX, "rbx")
FIELD(SP, "rsp")
FIELD(BP, "rbp")
FIELD(SI, "rsi")
FIELD(DI, "rdi")
FIELD(R8, "r8")
FIELD(R9, "r9")
FIELD(R10, "r10")
FIELD(R11, "r11")
FIELD(R12, "r12")
FIELD(R13, "r13")
FIELD(R14, "r14")
FIELD(R15, "r15")
FIELD(IP, "rip")
FIELD(CS, "cs")
FIELD(FLAGS, "rflags")
FIELD(SS, "ss")

/* Seen only: what came (enum event), and how its handler was entered. */
FIELD(EVENT, "event")
FIELD(ERROR, "error")
FIELD(HANDLER_SP, "handler_rsp")
FIELD(HANDLER_CS, "handler_cs")
FIELD(HANDLER_SS, "handler_ss")
FIELD(HANDLER_FLAGS, "handler_rflags")
FIELD(CR2, "cr2")

/* Selectors, control and debug registers. */
FIELD(DS, "ds")
FIELD(ES, "es")
FIELD(FS, "fs")
FIELD(GS, "gs")
FIELD(CR0, "cr0")
FIELD(CR3, "cr3")
FIELD(CR4, "cr4")
FIELD(CR8, "cr8")
FIELD(XCR0, "xcr0")
FIELD(DR0, "dr0")
FIELD(DR1, "dr1")
FIELD(DR6, "dr6")
FIELD(DR7, "dr7")

/* MSRs, in the order of machine.c's table. */
FIELD(EFER, "efer")
FIELD(STAR, "star")
FIELD(LSTAR, "lstar")
FIELD(CSTAR, "cstar")
FIELD(FMASK, "fmask")
FIELD(SYSENTER_CS, "sysenter_cs")
FIELD(SYSENTER_ESP, "sysenter_esp")
FIELD(SYSENTER_EIP, "sysenter_eip")
FIELD(FS_BASE, "fs_base")
FIELD(GS_BASE, "gs_base")
FIELD(KERNEL_GS_BASE, "kernel_gs_base")

/* Memory: the TSS, and six words at the default stack pointer. */
FIELD(RSP0, "tss.rsp0")
FIELD(RSP1, "tss.rsp1")
FIELD(RSP2, "tss.rsp2")
FIELD(IST1, "tss.ist1")
FIELD(IST2, "tss.ist2")
FIELD(IST3, "tss.ist3")
FIELD(IST4, "tss.ist4")
FIELD(IST5, "tss.ist5")
FIELD(IST6, "tss.ist6")
FIELD(IST7, "tss.ist7")
FIELD(WORD0, "word0")
FIELD(WORD1, "word1")
FIELD(WORD2, "word2")
FIELD(WORD3, "word3")
FIELD(WORD4, "word4")
FIELD(WORD5, "word5")
/* Given only: the last three words of the page of stack. */
FIELD(LAST0, "last0")
FIELD(LAST1, "last1")
FIELD(LAST2, "last2")
/* Given only: the I/O map's byte of ports 20h to 27h; the tables' limits. */
FIELD(IOMAP4, "iomap[4]")
FIELD(GDT_LIMIT, "gdt_limit")
FIELD(IDT_LIMIT, "idt_limit")
FIELD(TSS_LIMIT, "tss_limit")
