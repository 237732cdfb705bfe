/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tick. Each tick checks that ring 3's frame is where task_pt_regs() says,
 * whether it interrupted ring 3 or a handler in ring 0, and panics if not.
 */

#include "dev/timer.h"
#include "dev/alarm.h"
#include "dev/apic.h"
#include "dev/clock.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "cpu/vectors.h"
#include "mm/isolation.h"
#include "panic/panic.h"
#include "log/settings.h"
#include "cpu/percpu.h"

#define MHZ 1000000
#define RPL_MASK 3


/* The boot CPU measures it, before others run: they only read it. */
static struct {
	const struct boot_info *boot;
	struct clock clock;
} timer;

static enum apic_timer_mode mode(void)
{
	return settings.tick_one_shot ? APIC_TIMER_ONE_SHOT :
					APIC_TIMER_PERIODIC;
}

static void start(void)
{
	apic_timer_start(mode(), LOCAL_TIMER_VECTOR, this_cpu->tick.period);
}

/*
 * Measures the timer at its first use and not at boot, because that can take
 * 10 ms. false: there is no timer.
 */
static bool measured(void)
{
	if (!apic_present())
		return false;
	if (!timer.clock.how) {
		timer.clock = clock_measure(timer.boot);
		console_end_line();
		printk("# timer: %s %lu MHz, TSC %lu MHz, measured by %s\n",
		       apic_mode(), timer.clock.apic_hz / MHZ,
		       timer.clock.tsc_hz / MHZ, timer.clock.how);
	}
	return timer.clock.apic_hz;
}

const struct clock *timer_clock(void)
{
	return measured() ? &timer.clock : NULL;
}

u64 timer_tsc_hz(void)
{
	measured();
	return timer.clock.tsc_hz;
}

bool timer_set_rate(u32 hz)
{
	u64 period;

	if (!hz)
		hz = settings.tick;
	if (hz == this_cpu->tick.hz)
		return apic_present();
	if (!measured())
		return false;
	this_cpu->tick.hz = hz;
	period = hz ? timer.clock.apic_hz / hz : 0;
	this_cpu->tick.period = period > UINT32_MAX ? UINT32_MAX : period;
	if (this_cpu->tick.period)
		start();
	else
		alarms_arm();
	return true;
}

void timer_init(const struct boot_info *boot)
{
	timer.boot = boot;
	if (!apic_present())
		printk("# timer: none, there is no local APIC\n");
	else if (settings.tick)
		timer_set_rate(settings.tick);
}

/*
 * SYSENTER's gate sets IF before it has built ring 3's frame, so a tick in
 * entry code may find half a frame.
 */
static bool builds_frame(const struct pt_regs *regs)
{
	return in_entry_text(regs->ip);
}

/*
 * Ring 3's frame must lie at the top of the task's stack, and any other frame
 * below it. It must hold selectors and flags that only ring 3 runs with.
 */
static void check_frame(const struct pt_regs *regs)
{
	const struct pt_regs *user = current_pt_regs();
	bool from_ring3 = regs->cs & RPL_MASK;

	if ((user->cs & RPL_MASK) != RPL_MASK ||
	    (user->ss & RPL_MASK) != RPL_MASK ||
	    !(user->flags & X86_EFLAGS_IF) ||
	    (from_ring3 ? regs != user : regs + 1 > user))
		panic("tick: ring 3's frame is not at %p: cs %#x ss %#lx "
		      "flags %#lx, interrupted at %#lx",
		      (const void *)user, user->cs, user->ss, user->flags,
		      regs->ip);
}

void tick(const struct pt_regs *regs)
{
	this_cpu->tick.count++;
	if (current_task()) {
		if (!builds_frame(regs))
			check_frame(regs);
		if (regs->cs & RPL_MASK)
			this_cpu->tick.in_ring3++;
		else
			this_cpu->tick.in_ring0++;
	}
	if (this_cpu->tick.period && settings.tick_one_shot)
		start();
	alarms_end_due();
}

void timer_report(void)
{
	if (this_cpu->tick.period || this_cpu->tick.in_ring3)
		printk("# ticks: %lu in ring 3, %lu nested in calls; ring "
		       "3's frame was in its place each time\n",
		       this_cpu->tick.in_ring3, this_cpu->tick.in_ring0);
}

#define CHECK_HZ 2000 /* the rate that timer_works() sets */
#define QUIET_HZ 100  /* it waits 1/100 s for a tick that must not come, */
#define PATIENCE 10   /* and 10 s for one that must: an emulator may be slow */
#define ENOUGH 3      /* ticks that show that the timer is periodic */

/* Read anew each time: an interrupt changes it. */
static u64 ticks_now(void)
{
	return *(volatile u64 *)&cpu_self()->tick.count;
}

/* Counts the ticks in cycles of the TSC, but no longer than enough ticks. */
static u64 count_ticks(u64 cycles, u64 enough)
{
	u64 before = ticks_now(), start_tsc = rdtsc();

	local_irq_enable();
	while (ticks_now() - before < enough &&
	       rdtsc() - start_tsc < cycles)
		cpu_relax();
	local_irq_disable();
	return ticks_now() - before;
}

static bool modes_work(u32 count)
{
	u64 quiet = timer.clock.tsc_hz / QUIET_HZ;
	u64 patience = timer.clock.tsc_hz * PATIENCE;
	u64 once, often, never;

	apic_timer_stop();
	count_ticks(quiet, 1); /* one may be pending */
	apic_timer_start(APIC_TIMER_ONE_SHOT, LOCAL_TIMER_VECTOR, count);
	once = count_ticks(patience, 1) + count_ticks(quiet, 1);
	apic_timer_start(APIC_TIMER_PERIODIC, LOCAL_TIMER_VECTOR, count);
	often = count_ticks(patience, ENOUGH);
	apic_timer_stop();
	count_ticks(quiet, 1);
	never = count_ticks(quiet, 1);
	if (once == 1 && often >= ENOUGH && !never)
		return true;
	printk("# timer: %lu ticks in one-shot mode, %lu in periodic mode, "
	       "%lu when stopped\n",
	       once, often, never);
	return false;
}

void timer_pause(void)
{
	this_cpu->tick.paused = this_cpu->tick.period;
	this_cpu->tick.period = 0; /* or tick() would start the next one-shot */
	if (!this_cpu->tick.paused)
		return;
	apic_timer_stop();
	count_ticks(timer.clock.tsc_hz / QUIET_HZ, 1); /* one may be pending */
}

void timer_resume(void)
{
	this_cpu->tick.period = this_cpu->tick.paused;
	if (this_cpu->tick.period)
		start();
}

bool timer_works(void)
{
	bool good;

	timer_pause();
	good = measured() && modes_work(timer.clock.apic_hz / CHECK_HZ);
	timer_resume();
	return good;
}
