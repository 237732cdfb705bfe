/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 64-bit vDSO: a shared object that ring 0 maps into a Linux program
 * (ring0/more/vdso64.c). It tells the time without a crossing, by the TSC and
 * by what ring 0 has measured. As sys/clock.c does, so no clock goes backwards
 * from one to the other.
 */
#include <linux/time.h>
#include "unistd_64.h"
#include "vdso_data.h"

#define NANOSECONDS 1000000000ull
#define MICROSECONDS 1000000ull
#define EXPORT __attribute__((visibility("default")))
#define ALSO(name) __attribute__((weak, alias(#name), visibility("default")))

struct words {
	u64 word[2];
};

long __vdso_clock_gettime(u32 clock, struct words *time);
long __vdso_gettimeofday(struct words *time, u32 *zone);
s64 __vdso_time(s64 *time);
long __vdso_getcpu(u32 *cpu, u32 *node, void *unused);
long clock_gettime(u32 clock, struct words *time) ALSO(__vdso_clock_gettime);
long gettimeofday(struct words *time, u32 *zone) ALSO(__vdso_gettimeofday);
s64 time(s64 *time) ALSO(__vdso_time);
long getcpu(u32 *cpu, u32 *node, void *unused) ALSO(__vdso_getcpu);

/* vdso64.lds: the page below. */
extern const volatile struct vdso_data vdso_data
	__attribute__((visibility("hidden")));

static u64 tsc_hz(void)
{
	u32 seq;
	u64 hz;

	do {
		seq = vdso_data.seq;
		hz = vdso_data.tsc_hz;
	} while ((seq & 1) || seq != vdso_data.seq);
	return hz;
}

/* LFENCE: the TSC must not be read before what comes before the call. */
static u64 read_tsc(void)
{
	u32 low, high;

	asm volatile("lfence\n"
		     "rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (u64)high << 32 | low;
}

static long by_syscall(u64 number, u64 first, u64 second)
{
	long result;

	asm volatile("syscall"
		     : "=a"(result)
		     : "a"(number), "D"(first), "S"(second)
		     : "rcx", "r11", "memory");
	return result;
}

static struct words split(u64 ticks, u64 hz, u64 unit)
{
	return (struct words){ { ticks / hz, ticks % hz * unit / hz } };
}

EXPORT long __vdso_clock_gettime(u32 clock, struct words *time)
{
	u64 hz = tsc_hz();

	/* What the program has used is ring 0's to count. */
	if (!hz || clock > CLOCK_TAI || clock == CLOCK_PROCESS_CPUTIME_ID ||
	    clock == CLOCK_THREAD_CPUTIME_ID)
		return by_syscall(__NR_clock_gettime, clock, (u64)time);
	*time = split(read_tsc(), hz, NANOSECONDS);
	return 0;
}

/* The time zone is Greenwich's. */
EXPORT long __vdso_gettimeofday(struct words *time, u32 *zone)
{
	u64 hz = tsc_hz();

	if (!hz)
		return by_syscall(__NR_gettimeofday, (u64)time, (u64)zone);
	if (time)
		*time = split(read_tsc(), hz, MICROSECONDS);
	if (zone)
		zone[0] = zone[1] = 0;
	return 0;
}

EXPORT s64 __vdso_time(s64 *time)
{
	u64 hz = tsc_hz(), seconds;

	if (!hz)
		return by_syscall(__NR_time, (u64)time, 0);
	seconds = read_tsc() / hz;
	if (time)
		*time = seconds;
	return seconds;
}

/* A program stays on the CPU that it was started on. */
EXPORT long __vdso_getcpu(u32 *cpu, u32 *node, void *unused)
{
	(void)unused;
	if (cpu)
		*cpu = vdso_data.cpu;
	if (node)
		*node = 0;
	return 0;
}
