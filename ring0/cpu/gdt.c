/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The GDT. Its order is dictated by SYSCALL, SYSRET, SYSENTER and SYSEXIT:
 * segment.h has the worksheet, and the assertions here are its lines.
 */

#include "cpu/gdt.h"
#include "cpu/percpu.h"

#define RPL_USER 3

_Static_assert(SEL_KERNEL_DATA == STAR_KERNEL + 8, "SYSCALL's SS");
_Static_assert(SEL_USER_CODE32 == STAR_USER, "SYSRETL's CS");
_Static_assert(SEL_USER_DATA == STAR_USER + 8, "SYSRET's SS");
_Static_assert(SEL_USER_CODE == STAR_USER + 16, "SYSRETQ's CS");
_Static_assert((STAR_USER & 3) == RPL_USER, "AMD forces no RPL into SS");
_Static_assert(SEL_KERNEL_DATA == SEL_KERNEL_CODE + 8, "SYSENTER's SS");
_Static_assert(SEL_USER_CODE32 == (SEL_KERNEL_CODE + 16) + RPL_USER,
	       "SYSEXIT's CS");
_Static_assert(SEL_USER_DATA == (SEL_KERNEL_CODE + 24) + RPL_USER,
	       "SYSEXIT's SS");
_Static_assert(SEL_USER_CODE == (SEL_KERNEL_CODE + 32) + RPL_USER,
	       "SYSEXITQ's CS");
_Static_assert(SEL_USER_DATA_SYSEXITQ == (SEL_KERNEL_CODE + 40) + RPL_USER,
	       "SYSEXITQ's SS");
_Static_assert(SEL_LDT == (SEL_TLS - RPL_USER) + 3 * 8, "three TLS slots");

#define FLAT(...) \
	{ .limit_low = 0xffff, .limit_high = 0xf, .g = 1, .s = 1, .p = 1, \
	  __VA_ARGS__ }

static const struct gdt gdt_template = { {
	[SEL_KERNEL_CODE32 >> 3] = FLAT(.type = DESC_CODE, .d = 1),
	[SEL_KERNEL_CODE >> 3] = FLAT(.type = DESC_CODE, .l = 1),
	[SEL_KERNEL_DATA >> 3] = FLAT(.type = DESC_DATA, .d = 1),
	[SEL_USER_CODE32 >> 3] = FLAT(.type = DESC_CODE, .d = 1, .dpl = 3),
	[SEL_USER_DATA >> 3] = FLAT(.type = DESC_DATA, .d = 1, .dpl = 3),
	[SEL_USER_CODE >> 3] = FLAT(.type = DESC_CODE, .l = 1, .dpl = 3),
	[SEL_USER_DATA_SYSEXITQ >> 3] =
		FLAT(.type = DESC_DATA, .d = 1, .dpl = 3),
} };

/* A system descriptor: two entries, the second with bits 63:32 of base. */
static void set_system(struct gdt *gdt, u32 selector, u32 type, u64 base,
		       u16 limit)
{
	struct descriptor *entry = &gdt->entry[selector >> 3];
	u64 high = base >> 32;

	*entry = (struct descriptor){
		.limit_low = limit,
		.base_low = base & 0xffffff,
		.base_high = base >> 24 & 0xff,
		.type = type,
		.p = 1,
	};
	__builtin_memcpy(entry + 1, &high, sizeof(high));
}

static void lgdt(u64 base)
{
	struct table_register gdtr = { sizeof(struct gdt) - 1, base };

	asm volatile("lgdt %0" : : "m"(gdtr) : "memory");
}

/* CS by a far return; the others directly. FS and GS lose their bases. */
static void load_segments(void)
{
	asm volatile("pushq %[cs]\n"
		     "leaq 1f(%%rip), %%rax\n"
		     "pushq %%rax\n"
		     "lretq\n"
		     "1: movl %[ds], %%eax\n"
		     "movl %%eax, %%ss\n"
		     "xorl %%eax, %%eax\n" /* ring 3 has them null too */
		     "movl %%eax, %%ds\n"
		     "movl %%eax, %%es\n"
		     "movl %%eax, %%fs\n"
		     "movl %%eax, %%gs\n"
		     /* RESET leaves an LDT at address 0, which is ring 3's */
		     "lldt %%ax\n"
		     :
		     : [cs] "i"(SEL_KERNEL_CODE), [ds] "i"(SEL_KERNEL_DATA)
		     : "rax", "memory");
}

void gdt_init(struct cpu *cpu)
{
	cpu->gdt = gdt_template;
	set_system(&cpu->gdt, SEL_LDT, DESC_LDT, CPU_LDT(cpu->number),
		   LDT_SIZE - 1);
	lgdt((u64)&cpu->gdt);
	load_segments();
}

void gdt_load_tss(struct cpu *cpu, u64 base)
{
	set_system(&cpu->gdt, SEL_TSS, DESC_TSS, (u64)&cpu->tss,
		   sizeof(struct tss) - 1);
	/* LTR marks the descriptor busy, so the GDT is still writable here. */
	asm volatile("ltr %w0" : : "r"(SEL_TSS));
	lgdt(base);
}
