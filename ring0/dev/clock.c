/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How fast the TSC and the APIC's timer count. CPUID says so on some CPUs (SDM
 * vol. 3, "Nominal Core Crystal Clock Frequency"). On others both are counted
 * for 10 ms by ACPI's PM timer, or else by the HPET, or else by the 8254.
 */

#include "dev/clock.h"
#include <cpuid.h>
#include "dev/acpi.h"
#include "dev/apic.h"
#include "cpu_ops.h"
#include "mm/pages.h"

#define MEASURES_PER_SECOND 100 /* each takes 10 ms */
#define STANDS_STILL 1000000	/* reads without a change: the clock is dead */

#define CPUID_TSC 0x15
#define CPUID_FREQUENCY 0x16
#define MHZ 1000000

static bool by_cpuid(struct clock *clock)
{
	u32 denominator, numerator, crystal, base, b, c, d;

	if (!__get_cpuid(CPUID_TSC, &denominator, &numerator, &crystal, &d) ||
	    !denominator || !numerator)
		return false;
	if (!crystal && __get_cpuid(CPUID_FREQUENCY, &base, &b, &c, &d))
		crystal = (u64)base * MHZ * denominator / numerator;
	clock->apic_hz = crystal;
	clock->tsc_hz = (u64)crystal * numerator / denominator;
	return crystal;
}

/* Waits for 10 ms. Returns how many ticks passed; 0: the timer stands still. */
static u32 wait_pm_timer(u32 port)
{
	u32 start = inl(port), last = start, now, elapsed;
	u32 reads = 0;

	do {
		now = inl(port);
		elapsed = (now - start) & PM_TIMER_MASK;
		reads = now == last ? reads + 1 : 0;
		last = now;
	} while (elapsed < PM_TIMER_HZ / MEASURES_PER_SECOND &&
		 reads < STANDS_STILL);
	return reads < STANDS_STILL ? elapsed : 0;
}

/*
 * The HPET (Intel's "IA-PC HPET Specification"). Offsets in bytes; the counter
 * may have 32 bits.
 */
#define HPET_PERIOD 0x04	/* of a tick, in femtoseconds */
#define HPET_CONFIGURATION 0x10 /* bit 0: it counts */
#define HPET_COUNTER 0xf0
#define FEMTOSECONDS 1000000000000000
#define HPET_PERIOD_MAX 100000000 /* as the specification has it: 10 MHz */

static volatile u32 *hpet;

static u32 hpet_read(u32 reg)
{
	return hpet[reg / sizeof(*hpet)];
}

/* Maps it and lets it count. Returns its rate in Hz; 0: there is none. */
static u32 hpet_start(const struct boot_info *boot)
{
	u64 phys = acpi_hpet(boot);
	u32 period;

	hpet = phys ? ioremap_page(phys) : NULL;
	period = hpet ? hpet_read(HPET_PERIOD) : 0;
	if (!period || period > HPET_PERIOD_MAX)
		return 0;
	hpet[HPET_CONFIGURATION / sizeof(*hpet)] =
		hpet_read(HPET_CONFIGURATION) | 1;
	return FEMTOSECONDS / period;
}

/* The same by the HPET. ticks: how many make 10 ms. */
static u32 wait_hpet(u32 ticks)
{
	u32 start = hpet_read(HPET_COUNTER), last = start, now = start;
	u32 reads = 0;

	while (now - start < ticks && reads < STANDS_STILL) {
		now = hpet_read(HPET_COUNTER);
		reads = now == last ? reads + 1 : 0;
		last = now;
	}
	return reads < STANDS_STILL ? now - start : 0;
}

#define PIT_HZ 1193182
#define PIT_CHANNEL_2 0x42
#define PIT_COMMAND 0x43
#define PIT_CHANNEL_2_ONCE 0xb0 /* low byte, high byte, mode 0 */
#define PORT_B 0x61
#define PORT_B_GATE_2 (1 << 0)
#define PORT_B_SPEAKER (1 << 1)
#define PORT_B_OUT_2 (1 << 5)

/* The same by the 8254. Its channel 2 raises no interrupt. */
static u32 wait_pit(u32 unused)
{
	u32 count = PIT_HZ / MEASURES_PER_SECOND, reads = 0;

	(void)unused;
	outb(PORT_B, (inb(PORT_B) & ~PORT_B_SPEAKER) | PORT_B_GATE_2);
	outb(PIT_COMMAND, PIT_CHANNEL_2_ONCE);
	outb(PIT_CHANNEL_2, count & 0xff);
	outb(PIT_CHANNEL_2, count >> 8);
	while (!(inb(PORT_B) & PORT_B_OUT_2) && reads < STANDS_STILL)
		reads++;
	/* Without an 8254 the port reads as all ones: done at once. */
	return reads && reads < STANDS_STILL ? count : 0;
}

/*
 * Counts both clocks while wait(argument) waits; hz: of the ticks that it
 * returns.
 */
static bool by_wait(struct clock *clock, u32 (*wait)(u32 argument),
		    u32 argument, u32 hz)
{
	u32 apic, elapsed;
	u64 tsc;

	apic_timer_start_silent();
	apic = apic_timer_count();
	tsc = rdtsc();
	elapsed = wait(argument);
	if (!elapsed)
		return false;
	clock->tsc_hz = (rdtsc() - tsc) * hz / elapsed;
	clock->apic_hz = (u64)(apic - apic_timer_count()) * hz / elapsed;
	apic_timer_stop();
	return clock->apic_hz;
}

struct clock clock_measure(const struct boot_info *boot)
{
	struct clock clock = { .how = "CPUID" };
	u16 port = acpi_pm_timer_port(boot);
	u32 hz;

	if (by_cpuid(&clock))
		return clock;
	clock.how = "the ACPI PM timer";
	if (port && by_wait(&clock, wait_pm_timer, port, PM_TIMER_HZ))
		return clock;
	clock.how = "the HPET";
	hz = hpet_start(boot);
	if (hz && by_wait(&clock, wait_hpet, hz / MEASURES_PER_SECOND, hz))
		return clock;
	clock.how = "the 8254";
	if (by_wait(&clock, wait_pit, 0, PIT_HZ))
		return clock;
	return (struct clock){ .how = "nothing" };
}
