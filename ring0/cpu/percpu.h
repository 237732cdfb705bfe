/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU owns. In ring 0 its GS base points here. What entry code touches
 * has an offset for assembly, and one assertion ties each to the struct.
 */
#ifndef RING0_CPU_PERCPU_H
#define RING0_CPU_PERCPU_H

#define CPU_SELF 0
#define CPU_KERNEL_CR3 8
#define CPU_STACK_TOP 16
#define CPU_EXIT_OK 24
#define CPU_RING0_SP 32
#define CPU_LANDING_PAD 40
#define CPU_EXIT_OK_IRET 48
#define CPU_USER_CR3 56
#define CPU_USER_SP 84
#define CPU_CONTEXT 8200 /* in the part for C, where hardening/ has it */

/* enum gate and enum abi, for assembly. */
#define ASM_GATE_SYSCALL 1
#define ASM_GATE_SYSENTER 2
#define ASM_ABI_I386 0
#define ASM_ABI_X86_64 1

/* Linux's enum ctx_state: what the CPU runs, with context_tracking=on. */
#define CONTEXT_KERNEL 0
#define CONTEXT_IDLE 1 /* nothing: it waits for an interrupt */
#define CONTEXT_USER 2

#ifndef __ASSEMBLER__
#include "gatehouse.h"
#include "cpu/gdt.h"
#include "layout.h"
#include "cpu/tss.h"

struct task;

/* The tick (dev/timer.c). */
struct tick {
	u32 hz;	    /* the rate that was asked for; 0: off */
	u32 period; /* the same in the timer's counts; 0: off, or paused */
	u32 paused; /* what timer_resume() sets period to */
	u64 count, in_ring3, in_ring0;
	u64 alarm[4]; /* enum alarm's times, of the TSC; 0: none */
};

/*
 * The first part is what entry code touches; the second is for C alone. With
 * two page tables a program (pti/) only the first page is in ring 3's.
 */
struct cpu {
	struct cpu *self;
	u64 kernel_cr3; /* pti/: the table that ring 0 runs on */
	u64 stack_top; /* of current's kernel stack; TSS.RSP0 is the same */
	/*
	 * X86_EFLAGS_IF when current has no exit work, else 0: one TEST with
	 * RFLAGS finds both exit work and a handler that left interrupts off.
	 */
	u64 exit_ok;
	u64 ring0_sp; /* of the context that enter_task() left */
	u64 landing_pad; /* where SYSENTER goes back to in i386's ABI */
	/* As exit_ok, and 0 if current has an LDT: HAZARD espfix. */
	u64 exit_ok_iret;
	u64 user_cr3; /* pti/: the table that ring 3 runs on */
	/* RSP2 is SYSCALL's scratch, until it has a stack. */
	struct tss tss;
	/* Mapped read-only once more, and GDTR points there. */
	struct gdt gdt __attribute__((aligned(PAGE_SIZE)));

	u32 number __attribute__((aligned(PAGE_SIZE)));
	u32 apic_id;
	u32 context; /* CONTEXT_* */
	u32 context_before; /* what the last event in ring 0 interrupted */
	u32 context_chosen; /* 1 + what selftest/ wants after it; or 0 */
	struct task *current;
	u64 sysenter_eip; /* MSR_IA32_SYSENTER_EIP: current's convention */
	u64 task_size; /* ring 3's addresses are below, of any program */
	u64 canonical_end; /* of the lower half: 2^47, or 2^56 */
	u64 entry_root; /* pti/: of what ring 3's tables have of ring 0 */
	u64 entry_stack; /* pti/: the top of the stack whose frame they have */
	u64 returns[GATES][ABIS][RETURN_REASONS]; /* decisions taken */
	u64 interrupts, nmis;
	u64 window_events; /* #DB and NMIs in the SYSCALL window */
	u64 watchpoint;	   /* ring 3's address, 0: none */
	u64 watchpoint_hits; /* in ring 0 */
	u64 syscall_steps; /* #DB at SYSCALL, which FMASK should prevent */
	struct tick tick;
	struct cpu *next; /* for_each_cpu() */
	bool lfence_waits; /* LFENCE waits for all before it: cpu_setup() */
} __attribute__((aligned(PAGE_SIZE)));

#define CPU_ASSERT(member, offset)                                         \
	_Static_assert(offsetof(struct cpu, member) == (offset), #member)
CPU_ASSERT(self, CPU_SELF);
CPU_ASSERT(kernel_cr3, CPU_KERNEL_CR3);
CPU_ASSERT(stack_top, CPU_STACK_TOP);
CPU_ASSERT(exit_ok, CPU_EXIT_OK);
CPU_ASSERT(ring0_sp, CPU_RING0_SP);
CPU_ASSERT(landing_pad, CPU_LANDING_PAD);
CPU_ASSERT(exit_ok_iret, CPU_EXIT_OK_IRET);
CPU_ASSERT(user_cr3, CPU_USER_CR3);
CPU_ASSERT(tss.rsp[2], CPU_USER_SP);
CPU_ASSERT(context, CPU_CONTEXT);
#undef CPU_ASSERT
_Static_assert(GATE_SYSCALL == ASM_GATE_SYSCALL, "enum gate");
_Static_assert(GATE_SYSENTER == ASM_GATE_SYSENTER, "enum gate");
_Static_assert(ABI_I386 == ASM_ABI_I386, "enum abi");
_Static_assert(ABI_X86_64 == ASM_ABI_X86_64, "enum abi");
_Static_assert(GATE_INT80 == 0 && ABI_I386 == 0, "int 0x80's frame says so");

/* This CPU's struct, each access an instruction with a GS prefix. */
#define this_cpu ((__seg_gs struct cpu *)0)

/* The same by its address, which does not change under the caller. */
static inline struct cpu *cpu_self(void)
{
	return this_cpu->self;
}

/* flags and the word at offset have a bit in common: one instruction. */
#define FLAGS_AND_WORD(flags, offset)                               \
	({                                                          \
		bool neither;                                       \
		asm("testq %[bits], %%gs:%c[word]"                  \
		    : "=@ccz"(neither)                              \
		    : [bits] "r"(flags), [word] "i"(offset),        \
		      "m"(this_cpu->exit_ok),                       \
		      "m"(this_cpu->exit_ok_iret));                 \
		!neither;                                           \
	})

/* flags has IF, and there is no exit work. */
static inline bool exit_ok(u64 flags)
{
	return FLAGS_AND_WORD(flags, CPU_EXIT_OK);
}

/* The same for a gate that can only return by IRET, whose SS is ring 3's. */
static inline bool exit_ok_iret(u64 flags)
{
	return FLAGS_AND_WORD(flags, CPU_EXIT_OK_IRET);
}

static inline struct task *current_task(void)
{
	return this_cpu->current;
}

/* Ring 3's frame, at the top of current's kernel stack. */
static inline const struct pt_regs *current_pt_regs(void)
{
	return (const struct pt_regs *)this_cpu->stack_top - 1;
}

/*
 * The CPU that the firmware started. Whatever more than one CPU may run names
 * none: it uses this_cpu, or this.
 */
extern struct cpu boot_cpu;

/* Only the boot CPU adds to the list, and no CPU is ever taken from it. */
#define for_each_cpu(cpu) \
	for ((cpu) = &boot_cpu; (cpu); (cpu) = (cpu)->next)

/*
 * A variable of which each CPU has one of its own, all 0 at first. They lie
 * beside struct cpu: a further CPU gets as much memory as
 * [__percpu_start, __percpu_end), which is the boot CPU's.
 */
#define PERCPU __attribute__((section(".bss..percpu")))
extern u8 __percpu_start[], __percpu_end[]; /* ring0.lds */

/* The address of this CPU's. */
#define percpu(variable)                                                      \
	((__typeof__(variable) *)((u64)cpu_self() + ((u64)&(variable) -       \
						     (u64)&boot_cpu)))

/* This CPU's struct, by GDTR: right when the GS base may be ring 3's. */
struct cpu *cpu_by_gdtr(void);

#endif
#endif
