/* SPDX-License-Identifier: BSD-2-Clause */
/* Single instructions as inline functions, named as in Linux. */
#ifndef GATEHOUSE_CPU_OPS_H
#define GATEHOUSE_CPU_OPS_H

#include <asm/processor-flags.h>
#include "extable.h"
#include "types.h"

#define DR7_FIXED 0x400 /* no breakpoint; bit 10 is always 1 */

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	asm volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return low | (u64)high << 32;
}

static inline void wrmsr(u32 msr, u64 value)
{
	asm volatile("wrmsr"
		     :
		     : "c"(msr), "a"((u32)value), "d"((u32)(value >> 32))
		     : "memory");
}

/* false: the CPU has no such MSR (#GP). *value is 0 then. */
static inline bool rdmsr_safe(u32 msr, u64 *value)
{
	u32 low = 0, high = 0;
	u8 ok = 0;

	asm volatile("1: rdmsr\n"
		     "   movb $1, %[ok]\n"
		     "2:\n" EXTABLE("1b", "2b")
		     : "+a"(low), "+d"(high), [ok] "+r"(ok)
		     : "c"(msr));
	*value = low | (u64)high << 32;
	return ok;
}

/* Does nothing if the CPU has no such MSR, or refuses the value (#GP). */
static inline void wrmsr_safe(u32 msr, u64 value)
{
	asm volatile("1: wrmsr\n"
		     "2:\n" EXTABLE("1b", "2b")
		     :
		     : "c"(msr), "a"((u32)value), "d"((u32)(value >> 32))
		     : "memory");
}

/* CR4.OSXSAVE is set. */
static inline void xsetbv(u32 index, u64 value)
{
	asm volatile("xsetbv"
		     :
		     : "c"(index), "a"((u32)value), "d"((u32)(value >> 32)));
}

#define CONTROL_REGISTER(cr)                                            \
	static inline u64 read_##cr(void)                               \
	{                                                               \
		u64 value;                                              \
									\
		asm volatile("mov %%" #cr ", %0" : "=r"(value));        \
		return value;                                           \
	}                                                               \
	static inline void write_##cr(u64 value)                        \
	{                                                               \
		asm volatile("mov %0, %%" #cr : : "r"(value) : "memory"); \
	}
CONTROL_REGISTER(cr0)
CONTROL_REGISTER(cr2)
CONTROL_REGISTER(cr3)
CONTROL_REGISTER(cr4)
CONTROL_REGISTER(cr8)
CONTROL_REGISTER(dr0)
CONTROL_REGISTER(dr1)
CONTROL_REGISTER(dr6)
CONTROL_REGISTER(dr7)
#undef CONTROL_REGISTER

static inline void local_irq_enable(void)
{
	asm volatile("sti" : : : "memory");
}

static inline void local_irq_disable(void)
{
	asm volatile("cli" : : : "memory");
}

static inline u64 local_save_flags(void)
{
	u64 flags;

	asm volatile("pushfq; popq %0" : "=rm"(flags) : : "memory");
	return flags;
}

/* Returns what local_irq_restore() wants. */
static inline u64 local_irq_save(void)
{
	u64 flags = local_save_flags();

	local_irq_disable();
	return flags;
}

static inline void local_irq_restore(u64 flags)
{
	if (flags & X86_EFLAGS_IF)
		local_irq_enable();
}

/* Halts until an interrupt came. Called with IF=0, and returns so. */
static inline void wait_for_interrupt(void)
{
	/* STI's shadow covers HLT: none comes between the two and is missed. */
	asm volatile("sti\n"
		     "hlt\n"
		     "cli" : : : "memory");
}

static inline u64 rdtsc(void)
{
	u32 low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	return low | (u64)high << 32;
}

static inline void outb(u16 port, u8 value)
{
	asm volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline u8 inb(u16 port)
{
	u8 value;

	asm volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void outw(u16 port, u16 value)
{
	asm volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline u16 inw(u16 port)
{
	u16 value;

	asm volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void outl(u16 port, u32 value)
{
	asm volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline u32 inl(u16 port)
{
	u32 value;

	asm volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void lldt(u16 selector)
{
	asm volatile("lldt %0" : : "r"(selector) : "memory");
}

static inline void invlpg(u64 va)
{
	asm volatile("invlpg (%0)" : : "r"(va) : "memory");
}

static inline void cpu_relax(void)
{
	asm volatile("pause" : : : "memory");
}

#endif
