/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An NMI that code under test sends to its own CPU, by the local APIC's
 * interrupt command register, in xAPIC or x2APIC mode; and an interrupt that
 * is pending before it runs.
 */

#include "check/check.h"
#include "dev/apic.h"
#include "cpu_ops.h"
#include "layout.h"
#include "mm/pages.h"
#include "check/space.h"
#include "lib/string.h"

#define APIC_ICR_LOW 0x300
#define APIC_ICR_HIGH 0x310
#define ICR_NMI (4 << 8 | 1 << 14) /* delivery mode NMI, assert */
#define ICR_DESTINATION_SHIFT 24
#define WRMSR "\x0f\x30" /* replaces SEND_NMI: of the same length */

static volatile u8 *xapic(u64 base)
{
	static volatile u8 *page;

	if (!page)
		page = ioremap_page(base & APIC_BASE_ADDRESS);
	return page;
}

static void send_by_wrmsr(void)
{
	u8 *code = check_space.code;
	u8 *end = code + PAGE_SIZE - 1;

	for (; code < end; code++)
		if (!memcmp(code, SEND_NMI, sizeof(SEND_NMI) - 1))
			memcpy(code, WRMSR, sizeof(WRMSR) - 1);
}

void prepare_nmi(u64 *give)
{
	u64 base = rdmsr(MSR_IA32_APIC_BASE);

	give[FIELD_AX] = ICR_NMI;
	give[FIELD_CX] = MSR_X2APIC + APIC_ICR_LOW / 16;
	give[FIELD_DX] = apic_id();
	if (base & APIC_BASE_X2APIC) {
		send_by_wrmsr();
		return;
	}
	give[FIELD_DI] = (u64)xapic(base) + APIC_ICR_LOW;
	*(volatile u32 *)(xapic(base) + APIC_ICR_HIGH) =
		apic_id() << ICR_DESTINATION_SHIFT;
}

static bool interrupt_prepared;

void prepare_interrupt(u64 *give)
{
	apic_eoi(); /* it may have come in a run that was discarded */
	give[FIELD_CR8] = 0; /* every class may come */
	apic_self_interrupt(INTERRUPT_VECTOR);
	interrupt_prepared = true;
}

/*
 * If the interrupt came, this EOI ends it. If it did not, the EOI does nothing,
 * and ring 0 takes the interrupt now and says so in the log.
 */
void interrupt_settle(void)
{
	if (!interrupt_prepared)
		return;
	interrupt_prepared = false;
	apic_eoi();
	write_cr8(0);
	local_irq_enable();
	cpu_relax();
	local_irq_disable();
	write_cr8(QUIET_CLASS);
}
