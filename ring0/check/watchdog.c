/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interrupt of the PIT's channel 0 is made an NMI by the I/O APIC, whose
 * entry for it has that delivery mode. So it ends a check that hangs with
 * interrupts off, too.
 */

#include "check/watchdog.h"
#include <cpuid.h>
#include "cpu_ops.h"
#include "mm/pages.h"
#include "cpu/percpu.h"

#define PIT_CHANNEL0 0x40
#define PIT_COMMAND 0x43
#define PIT_CHANNEL0_ONCE 0x30 /* low byte, high byte, mode 0 */

/* 82093AA I/O APIC, where every PC has the first one. */
#define IO_APIC_PHYS 0xfec00000
#define IO_REGSEL 0x00
#define IO_WINDOW 0x10
#define IO_APIC_VERSION 0x01
#define IO_APIC_REDIRECTION(pin) (0x10 + 2 * (pin))
#define REDIRECTION_NMI (4 << 8)
#define REDIRECTION_MASKED (1 << 16)
#define DESTINATION_SHIFT 24 /* in the high word */

/* On a PC the PIT is at pin 2; on some machines at pin 0. */
static const u8 pit_pin[] = { 2, 0 };

bool watchdog_works;

static volatile u32 *io_apic; /* NULL: none */

static void io_apic_write(u32 reg, u32 value)
{
	io_apic[IO_REGSEL / sizeof(*io_apic)] = reg;
	io_apic[IO_WINDOW / sizeof(*io_apic)] = value;
}

static u32 io_apic_read(u32 reg)
{
	io_apic[IO_REGSEL / sizeof(*io_apic)] = reg;
	return io_apic[IO_WINDOW / sizeof(*io_apic)];
}

static void route(u32 mode)
{
	size_t i;

	for (i = 0; io_apic && i < ARRAY_SIZE(pit_pin); i++)
		io_apic_write(IO_APIC_REDIRECTION(pit_pin[i]), mode);
}

static u32 apic_id(void)
{
	u32 a, b, c, d;

	__cpuid(1, a, b, c, d);
	return b >> 24;
}

/* Writing the count's second byte starts it; 65536 is written as 0. */
void watchdog_start(u32 counts)
{
	route(REDIRECTION_NMI);
	outb(PIT_COMMAND, PIT_CHANNEL0_ONCE);
	outb(PIT_CHANNEL0, counts & 0xff);
	outb(PIT_CHANNEL0, counts >> 8 & 0xff);
}

void watchdog_stop(void)
{
	route(REDIRECTION_NMI | REDIRECTION_MASKED);
}

/* Ring 0's handler counts NMIs. An inb takes a microsecond or less. */
static bool nmi_comes(void)
{
	volatile const u64 *nmis = &cpu_self()->nmis;
	u64 before = *nmis;
	u32 patience = 1000000;

	watchdog_start(WATCHDOG_MAX);
	while (*nmis == before && --patience)
		inb(PIT_CHANNEL0);
	watchdog_stop();
	return patience;
}

void watchdog_init(void)
{
	size_t i;

	if (!io_apic)
		io_apic = ioremap_page(IO_APIC_PHYS);
	if (io_apic && !(u8)~io_apic_read(IO_APIC_VERSION))
		io_apic = NULL; /* nothing answers there */
	for (i = 0; io_apic && i < ARRAY_SIZE(pit_pin); i++)
		io_apic_write(IO_APIC_REDIRECTION(pit_pin[i]) + 1,
			      apic_id() << DESTINATION_SHIFT);
	watchdog_works = nmi_comes();
}
