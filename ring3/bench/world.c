/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds out which kernel this is, which gates work, and what the CPU says of
 * its time-stamp counter. A gate works if a crossing by it returns the right
 * result.
 */
#include "bench.h"
#include <asm/errno.h>
#include <asm/prctl.h>
#include <cpuid.h>
#include <linux/auxvec.h>
#include <linux/mman.h>
#include <unistd_32.h>
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "clock.h"
#include "layout.h"
#include "lib/string.h"

#define CPUID_TSC 0x15
#define CPUID_FREQUENCY 0x16
#define CPUID_POWER 0x80000007
#define POWER_INVARIANT_TSC (1 << 8)

#define MHZ 1000000

#define TICK_HZ 1000

#define VDSO_MAX (8 * PAGE_SIZE) /* at most: its code, or its data below */
#define VDSO_32 0x10000000       /* an address below 4 GiB for it */

struct world world;
struct faults faults = { .length = FAULT_LENGTH };
static u32 bare; /* enum entry_point: which is bare now; 0: none */

static void skip_fault(__attribute__((unused)) int signal,
		       __attribute__((unused)) struct siginfo *info,
		       struct ucontext *context)
{
	faults.caught++;
	context->uc_mcontext.rip += faults.length;
}

static bool crosses(enum timed timed, u64 getpid)
{
	struct call call = { .number = getpid };
	u64 before = faults.caught;

	clock_timed(timed)(&call);
	return faults.caught == before && call.result == (u64)world.pid;
}

static void tell_kernel(void)
{
	struct new_utsname name = { 0 };

	sys_uname(&name);
	world.gatehouse = !strcmp(name.sysname, "Gatehouse");
	print("# kernel: %s %s %s\n", name.sysname, name.release,
	      name.version);
}

/*
 * The TSC's frequency is the crystal's times a ratio that CPUID gives. Where it
 * does not give the crystal's, the core's base frequency is the TSC's (as in
 * Linux's native_calibrate_tsc()).
 */
static void tell_frequencies(void)
{
	u32 base = 0, most, bus, times = 0, by = 0, crystal, unused;

	if (__get_cpuid(CPUID_FREQUENCY, &base, &most, &bus, &unused) && base)
		print("# cpu: base %u MHz, at most %u MHz\n", base & 0xffff,
		      most & 0xffff);
	if (__get_cpuid(CPUID_TSC, &by, &times, &crystal, &unused) && by &&
	    times)
		world.tsc_mhz = crystal ? (u64)crystal * times / by / MHZ :
					  base & 0xffff;
	if (world.tsc_mhz)
		print("# tsc: %lu MHz, %u/%u of the crystal's\n",
		      world.tsc_mhz, times, by);
	else
		print("# tsc: CPUID does not tell its frequency\n");
}

/* Prints what decides the unit of the figures. */
static void tell_tsc(void)
{
	u32 a = 0, b = 0, c = 0, d = 0;

	print("# cpu: %s%s%s\n", cpu_identity()->vendor,
	      *cpu_identity()->hypervisor ? ", hypervisor " : "",
	      cpu_identity()->hypervisor);
	__get_cpuid(CPUID_POWER, &a, &b, &c, &d);
	print("# tsc: %s\n", d & POWER_INVARIANT_TSC ?
	      "invariant" : "not promised to be invariant");
	tell_frequencies();
}

static u64 vdso_of(const u64 *auxv)
{
	for (; auxv[0] != AT_NULL; auxv += 2)
		if (auxv[0] == AT_SYSINFO_EHDR)
			return auxv[1];
	return 0;
}

/*
 * Linux maps its 32-bit vDSO only for a program without a vDSO, so the program
 * unmaps its own. Nothing says how many pages of code the vDSO has, and of data
 * below it, so the loop unmaps one page more of each until Linux is content.
 */
static bool map_vdso_32(u64 vdso)
{
	long size = -EEXIST;
	u64 below;

	for (below = 0; size == -EEXIST && below <= VDSO_MAX;
	     below += PAGE_SIZE) {
		sys_munmap(vdso - below, 2 * below);
		size = sys_arch_prctl(ARCH_MAP_VDSO_32, VDSO_32);
	}
	return size > 0;
}

/*
 * On Linux only the gates that it serves are tried: SYSENTER would end the
 * program, and so would SYSCALL from 32-bit code without the 32-bit vDSO, or on
 * Intel's CPUs, which do not have it.
 */
static void find_gates(const u64 *auxv)
{
	if (!crosses(TIMED_INT80, __NR_ia32_getpid))
		world.lacks |= NEED_INT80;
	if (!(world.gatehouse ||
	      (cpu_identity()->amd && map_vdso_32(vdso_of(auxv)))) ||
	    !crosses(TIMED_SYSCALL_32, __NR_ia32_getpid))
		world.lacks |= NEED_SYSCALL_32;
	if (!world.gatehouse) {
		world.lacks |= NEED_SYSENTER | NEED_SELFTEST;
		return;
	}
	if (!crosses(TIMED_SYSENTER, __NR_getpid))
		world.lacks |= NEED_SYSENTER;
	if (sys_selftest(SELFTESTS, 0) != -EINVAL)
		world.lacks |= NEED_SELFTEST;
	world.counts = true;
	world.counts_smis = interruptions_now().counts_smis;
}

void world_find(const u64 *auxv)
{
	world.pid = sys_getpid();
	tell_kernel();
	tell_tsc();
	on_fault(skip_fault);
	clock_find();
	find_gates(auxv);
}

const char *world_lacks(u8 need)
{
	need &= world.lacks;
	if (need & NEED_INT80)
		return "the kernel serves no i386 calls";
	if (need & NEED_SELFTEST)
		return "needs Gatehouse without selftest=off";
	if (need & NEED_SYSENTER)
		return world.gatehouse ?
			       "the CPU has no SYSENTER in 64-bit mode" :
			       "Linux serves no SYSENTER from 64-bit code";
	if (need & NEED_SYSCALL_32)
		return world.gatehouse || !cpu_identity()->amd ?
			       "the CPU has no SYSCALL in 32-bit code" :
			       "Linux has no 32-bit vDSO for the way back";
	return NULL;
}

/* Makes a call of Gatehouse's own, by a gate that is not bare now. */
static long call_gatehouse(u64 number, u64 number_32, u64 first, u64 second)
{
	if (bare == ENTRY_SYSCALL_64)
		return call_int80(number_32, first, second, 0, 0, 0, 0);
	return call_syscall(number, first, second, 0, 0, 0, 0);
}

static void bare_gate(u32 which)
{
	if (which != bare)
		call_gatehouse(__NR_selftest, __NR_ia32_selftest,
			       SELFTEST_BARE_GATE, which);
	bare = which;
}

void cell_renew(const struct cell *cell, struct call *call)
{
	u64 page = call->argument[0];

	page = sys_mmap(page, PAGE_SIZE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | (page ? MAP_FIXED : 0));
	if (cell->renew == RENEW_TOUCHED)
		*(volatile u8 *)page = 0;
	call->argument[0] = page;
}

/* One data segment: a program without any has no LDT. */
static void provide_ldt(void)
{
	struct user_desc info = { .limit = 1, .seg_32bit = 1 };

	sys_modify_ldt(LDT_WRITE, &info, sizeof(info));
}

void cell_begin(const struct cell *cell)
{
	if (cell->ldt)
		provide_ldt();
	bare_gate(cell->bare);
	if (waits_for_tick(cell) && world.gatehouse)
		sys_tick(TICK_HZ);
}

void cell_end(const struct cell *cell)
{
	if (waits_for_tick(cell) && world.gatehouse)
		sys_tick(0);
	bare_gate(ENTRY_NONE);
}

struct interruptions interruptions_now(void)
{
	static struct interruptions now; /* below 4 GiB, for int 0x80 */

	if (world.counts)
		call_gatehouse(__NR_interruptions, __NR_ia32_interruptions,
			       (u64)&now, 0);
	return now;
}
