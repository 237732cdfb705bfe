/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever the firmware left armed (timers, devices) is masked before ring 0
 * runs with interrupts on: at the 8259 pair, and in the local APIC, which is
 * found in xAPIC or x2APIC mode (SDM vol. 3, "Local APIC").
 */

#include "irq.h"
#include "console.h"
#include "cpu_features.h"
#include "cpu_ops.h"
#include "idt.h"
#include "memory.h"
#include "msr-index.h"

#define PIC1_COMMAND 0x20
#define PIC1_DATA 0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA 0xa1
#define PIC_ICW1_INIT 0x11 /* ICW4 follows, cascade, edge */
#define PIC_ICW4_8086 0x01
#define PIC_MASK_ALL 0xff
#define PIC_VECTORS 0x20 /* 16 of them, behind the exceptions */

#define APIC_EOI 0xb0
#define APIC_LVT_CMCI 0x2f0
#define APIC_LVT_TIMER 0x320
#define APIC_LVT_THERMAL 0x330
#define APIC_LVT_PERF 0x340
#define APIC_LVT_LINT0 0x350
#define APIC_LVT_LINT1 0x360 /* NMI on most boards: stays as it is */
#define APIC_LVT_ERROR 0x370
#define APIC_LVT_MASKED (1u << 16)
#define APIC_VERSION 0x30 /* bits 23:16: the last LVT entry */

static volatile u32 *xapic; /* NULL: x2APIC mode, or no APIC */
static bool x2apic;

static void apic_write(u32 reg, u32 value)
{
	if (x2apic)
		wrmsr(MSR_X2APIC + reg / 16, value);
	else if (xapic)
		xapic[reg / sizeof(*xapic)] = value;
}

static u32 apic_read(u32 reg)
{
	if (x2apic)
		return rdmsr(MSR_X2APIC + reg / 16);
	return xapic ? xapic[reg / sizeof(*xapic)] : 0;
}

/* ICW1 to ICW4: a spurious IRQ 7 must not look like an exception. */
static void pic_mask(void)
{
	outb(PIC1_COMMAND, PIC_ICW1_INIT);
	outb(PIC2_COMMAND, PIC_ICW1_INIT);
	outb(PIC1_DATA, PIC_VECTORS);
	outb(PIC2_DATA, PIC_VECTORS + 8);
	outb(PIC1_DATA, 1 << 2); /* the second PIC is at input 2 */
	outb(PIC2_DATA, 2);
	outb(PIC1_DATA, PIC_ICW4_8086);
	outb(PIC2_DATA, PIC_ICW4_8086);
	outb(PIC1_DATA, PIC_MASK_ALL);
	outb(PIC2_DATA, PIC_MASK_ALL);
}

static void apic_mask(void)
{
	static const u16 lvt[] = { APIC_LVT_TIMER, APIC_LVT_LINT0,
				   APIC_LVT_ERROR, APIC_LVT_PERF,
				   APIC_LVT_THERMAL };
	u32 last = apic_read(APIC_VERSION) >> 16 & 0xff;
	size_t i;

	/* Four entries always (0 to 3, LINT1 among them), then these. */
	for (i = 0; i < ARRAY_SIZE(lvt) && i < last; i++)
		apic_write(lvt[i], APIC_LVT_MASKED);
	if (last >= 6)
		apic_write(APIC_LVT_CMCI, APIC_LVT_MASKED);
}

void irq_init(void)
{
	u64 base;

	pic_mask();
	if (!cpu_features.apic || !rdmsr_safe(MSR_IA32_APIC_BASE, &base) ||
	    !(base & APIC_BASE_ENABLE))
		return;
	x2apic = base & APIC_BASE_X2APIC;
	if (!x2apic)
		xapic = ioremap_page(base & APIC_BASE_ADDRESS);
	apic_mask();
}

#define NAMED 8 /* then they only count: a storm must not fill the log */

void interrupt(u32 vector)
{
	static u32 seen;

	if (seen++ < NAMED)
		printk("# interrupt: vector %u, which nobody asked for\n",
		       vector);
	apic_write(APIC_EOI, 0);
}
