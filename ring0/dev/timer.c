/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tick. Each one proves that ring 3's frame is where task_pt_regs() says,
 * whatever it interrupted: ring 3, or a handler of ring 0's.
 */

#include "dev/timer.h"
#include "dev/apic.h"
#include "dev/clock.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "cpu/vectors.h"
#include "panic/panic.h"
#include "log/settings.h"
#include "cpu/percpu.h"

#define MHZ 1000000
#define RPL_MASK 3

extern const u8 __entry_text_start[], __entry_text_end[];

static struct {
	const struct boot_info *boot;
	struct clock clock;
	u32 hz;	    /* the tick's rate; 0: off */
	u32 period; /* its counts; 0: off */
	u32 paused; /* what period is then */
	u64 ticks, in_ring3, in_ring0;
} timer;

static enum apic_timer_mode mode(void)
{
	return settings.tick_one_shot ? APIC_TIMER_ONE_SHOT :
					APIC_TIMER_PERIODIC;
}

static void start(void)
{
	apic_timer_start(mode(), LOCAL_TIMER_VECTOR, timer.period);
}

/* Once, at the first use for it, since it may have to wait. false: no timer. */
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

bool timer_set_rate(u32 hz)
{
	u64 period;

	if (!hz)
		hz = settings.tick;
	if (hz == timer.hz)
		return apic_present();
	if (!measured())
		return false;
	timer.hz = hz;
	period = hz ? timer.clock.apic_hz / hz : 0;
	timer.period = period > UINT32_MAX ? UINT32_MAX : period;
	if (timer.period)
		start();
	else
		apic_timer_stop();
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

/* SYSENTER's gate sets IF as soon as it has a stack, and builds the frame. */
static bool builds_frame(const struct pt_regs *regs)
{
	return regs->ip >= (u64)__entry_text_start &&
	       regs->ip < (u64)__entry_text_end;
}

/*
 * Ring 3's frame lies at the top of the task's stack, however deep ring 0 is
 * nested below it, and holds what only ring 3 can have been interrupted with.
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
	timer.ticks++;
	if (current_task()) {
		if (!builds_frame(regs))
			check_frame(regs);
		if (regs->cs & RPL_MASK)
			timer.in_ring3++;
		else
			timer.in_ring0++;
	}
	if (timer.period && settings.tick_one_shot)
		start();
}

void timer_report(void)
{
	if (timer.period || timer.in_ring3)
		printk("# ticks: %lu in ring 3, %lu nested in calls; ring "
		       "3's frame was in its place each time\n",
		       timer.in_ring3, timer.in_ring0);
}

#define CHECK_HZ 2000 /* of the ticks that timer_works() asks for */
#define QUIET_HZ 100  /* for so long no further tick comes */
#define PATIENCE 10   /* seconds: an emulator may be busy elsewhere */
#define ENOUGH 3

/* How many ticks come in cycles of the TSC, or until there are enough. */
static u64 count_ticks(u64 cycles, u64 enough)
{
	u64 before = timer.ticks, start_tsc = rdtsc();

	local_irq_enable();
	while (*(volatile u64 *)&timer.ticks - before < enough &&
	       rdtsc() - start_tsc < cycles)
		cpu_relax();
	local_irq_disable();
	return timer.ticks - before;
}

static bool modes_work(u32 count)
{
	u64 quiet = timer.clock.tsc_hz / QUIET_HZ;
	u64 patience = timer.clock.tsc_hz * PATIENCE;
	u64 once, often, never;

	apic_timer_stop();
	count_ticks(quiet, 1); /* one may have been under way */
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
	timer.paused = timer.period;
	timer.period = 0; /* tick() starts nothing meanwhile */
	if (!timer.paused)
		return;
	apic_timer_stop();
	count_ticks(timer.clock.tsc_hz / QUIET_HZ, 1); /* one under way */
}

void timer_resume(void)
{
	timer.period = timer.paused;
	if (timer.period)
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
