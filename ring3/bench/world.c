/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What bench finds: which kernel, which gates, and what the CPU says of its
 * time-stamp counter. A gate is there if a crossing by it comes back right.
 */
#include <asm/errno.h>
#include <cpuid.h>
#include <unistd_32.h>
#include "../lib/cpu.h"
#include "../lib/print.h"
#include "../lib/signal.h"
#include "../lib/sys.h"
#include "bench.h"
#include "string.h"

#define CPUID_TSC 0x15
#define CPUID_FREQUENCY 0x16
#define CPUID_POWER 0x80000007
#define POWER_INVARIANT_TSC (1 << 8)

struct world world;
u64 faults_caught;

/* The timed instruction is skipped, whatever it was. */
static void skip_fault(__attribute__((unused)) int signal,
		       __attribute__((unused)) struct siginfo *info,
		       struct ucontext *context)
{
	faults_caught++;
	context->uc_mcontext.rip += FAULT_LENGTH;
}

static bool crosses(timed_call *timed, u64 getpid)
{
	struct call call = { .number = getpid };
	u64 before = faults_caught;

	timed(&call);
	return faults_caught == before && call.result == (u64)world.pid;
}

static void tell_kernel(void)
{
	struct new_utsname name = { 0 };

	sys_uname(&name);
	world.gatehouse = !strcmp(name.sysname, "Gatehouse");
	print("# kernel: %s %s %s\n", name.sysname, name.release,
	      name.version);
}

/* What bears on the unit of the figures. */
static void tell_tsc(void)
{
	u32 a = 0, b = 0, c = 0, d = 0;

	print("# cpu: %s%s%s\n", cpu_identity()->vendor,
	      *cpu_identity()->hypervisor ? ", hypervisor " : "",
	      cpu_identity()->hypervisor);
	__get_cpuid(CPUID_POWER, &a, &b, &c, &d);
	print("# tsc: %s\n", d & POWER_INVARIANT_TSC ?
	      "invariant" : "not promised to be invariant");
	if (__get_cpuid(CPUID_TSC, &a, &b, &c, &d) && a && b)
		print("# tsc: %u/%u of a crystal of %u Hz\n", b, a, c);
	if (__get_cpuid(CPUID_FREQUENCY, &a, &b, &c, &d) && a)
		print("# cpu: base %u MHz, at most %u MHz\n", a & 0xffff,
		      b & 0xffff);
}

void world_find(void)
{
	world.pid = sys_getpid();
	tell_kernel();
	tell_tsc();
	on_fault(skip_fault);
	world.int80 = crosses(timed_int80, __NR_ia32_getpid);
	if (!world.gatehouse)
		return;
	world.sysenter = crosses(timed_sysenter, __NR_getpid);
	world.selftest = sys_selftest(SELFTESTS, 0) == -EINVAL;
}

const char *world_lacks(enum need need)
{
	if (need == NEED_INT80 && !world.int80)
		return "the kernel serves no i386 calls";
	if ((need == NEED_SELFTEST || need == NEED_BOTH) && !world.selftest)
		return "needs Gatehouse with selftest=on";
	if ((need == NEED_SYSENTER || need == NEED_BOTH) && !world.sysenter)
		return world.gatehouse ?
			       "the CPU has no SYSENTER in 64-bit mode" :
			       "Linux serves no SYSENTER from 64-bit code";
	return NULL;
}

/* By a gate that is not the bare one, for that does nothing. */
void bare_gate(u32 bare)
{
	static u32 now;
	gate_call *call = now == 1 + GATE_SYSCALL ? call_int80 : call_syscall;
	u64 number = now == 1 + GATE_SYSCALL ? __NR_ia32_selftest
					     : __NR_selftest;

	if (bare != now)
		call(number, SELFTEST_BARE_GATE, bare, 0, 0, 0, 0);
	now = bare;
}
