/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts. Timers and devices that the firmware left armed are masked, at
 * the 8259 pair, in the I/O APICs and in the local APIC, before ring 0 turns
 * interrupts on. After that only the local APIC's own come: timer, errors,
 * spurious ones.
 */

#include "dev/irq.h"
#include "dev/apic.h"
#include "dev/madt.h"
#include "log/console.h"
#include "cpu/event_hooks.h"
#include "cpu_ops.h"
#include "cpu/vectors.h"
#include "cpu/percpu.h"
#include "dev/timer.h"

#define PIC1_COMMAND 0x20
#define PIC1_DATA 0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA 0xa1
#define PIC_ICW1_INIT 0x11 /* ICW4 follows, cascade, edge */
#define PIC_ICW4_8086 0x01
#define PIC_MASK_ALL 0xff
#define PIC_VECTORS 0x20 /* the first of 16, above the exceptions */

/*
 * Masks both PICs. A masked PIC can still deliver a spurious IRQ 7 or 15, so
 * ICW1 to ICW4 first move the vectors away from the exceptions'.
 */
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

/*
 * What the firmware's devices had raised before they were masked would come
 * when a program of init=check lowers TPR, and count as what its check did.
 */
static void take_pending(void)
{
	u32 held = apic_accept_all();

	local_irq_enable();
	asm volatile("nop"); /* after STI's shadow */
	local_irq_disable();
	apic_accept_own();
	if (held)
		printk("# interrupt: vector %u is pending, and held back\n",
		       held);
}

void irq_init(const struct boot_info *boot)
{
	pic_mask();
	io_apics_mask(boot);
	apic_init();
	if (apic_present())
		take_pending();
}

bool irq_quiet(void)
{
	return inb(PIC1_DATA) == PIC_MASK_ALL &&
	       inb(PIC2_DATA) == PIC_MASK_ALL && io_apics_quiet() &&
	       apic_quiet();
}

#define NAMED 8 /* lines in the log; a storm of them must not fill it */

static void unexpected(u32 vector)
{
	static u32 seen; /* on all CPUs */

	if (__atomic_fetch_add(&seen, 1, __ATOMIC_RELAXED) >= NAMED)
		return;
	if (vector == ERROR_APIC_VECTOR)
		printk("# interrupt: local APIC error, ESR %#x\n",
		       apic_errors());
	else
		printk("# interrupt: vector %u, which nobody asked for\n",
		       vector);
}

void interrupt(struct pt_regs *regs, u32 vector)
{
	bool hooked;

	this_cpu->interrupts++;
	hooked = event_hooks.interrupt && event_hooks.interrupt(regs, vector);
	if (vector == LOCAL_TIMER_VECTOR)
		tick(regs);
	/* SDM vol. 3, "Spurious Interrupt": it is not in service, so no EOI. */
	else if (vector == SPURIOUS_APIC_VECTOR)
		return;
	else if (!hooked)
		unexpected(vector);
	apic_eoi();
}
