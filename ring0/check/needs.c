/* SPDX-License-Identifier: BSD-2-Clause */
/* What a check needs of the CPU: a feature, or one of the two vendors. */

#include "check/needs.h"
#include <cpuid.h>
#include "check/watchdog.h"
#include "cpu/features.h"
#include "dev/apic.h"

#define CPUID_1_EDX_VME (1 << 1)
#define CPUID_1_ECX_MONITOR (1 << 3)
#define CPUID_1_ECX_PCID (1 << 17)
#define CPUID_1_ECX_XSAVE (1 << 26)
#define CPUID_7_1_EAX_LKGS (1 << 18)

static u32 cpuid_1_ecx(void)
{
	u32 a, b, c, d;

	__cpuid(1, a, b, c, d);
	return c;
}

/* LKGS is in CPUID's leaf 7.1, which not every CPU has. */
static bool has_lkgs(void)
{
	u32 a, b, c, d;

	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && a >= 1 &&
	       __get_cpuid_count(7, 1, &a, &b, &c, &d) &&
	       a & CPUID_7_1_EAX_LKGS;
}

const char *check_missing(const struct check *check)
{
	const u32 ecx = cpuid_1_ecx();
	const struct {
		bool here;
		const char *name;
	} need[] = {
		[NEED_NOTHING] = { true, NULL },
		[NEED_SYSENTER] = { cpu_features.sysenter, "SYSENTER" },
		[NEED_SMEP] = { cpu_features.smep, "SMEP" },
		[NEED_SMAP] = { cpu_features.smap, "SMAP" },
		[NEED_UMIP] = { cpu_features.umip, "UMIP" },
		[NEED_FSGSBASE] = { cpu_features.fsgsbase, "FSGSBASE" },
		[NEED_APIC] = { apic_present(), "local APIC" },
		[NEED_WATCHDOG] = { watchdog_works, "watchdog" },
		[NEED_VME] = { cpu_features.hwcap & CPUID_1_EDX_VME, "VME" },
		[NEED_XSAVE] = { ecx & CPUID_1_ECX_XSAVE, "XSAVE" },
		[NEED_PCID] = { ecx & CPUID_1_ECX_PCID, "PCID" },
		[NEED_MONITOR] = { ecx & CPUID_1_ECX_MONITOR, "MONITOR" },
		[NEED_NO_MONITOR] = { !(ecx & CPUID_1_ECX_MONITOR),
				      "this CPU has MONITOR" },
		[NEED_LKGS] = { has_lkgs(), "LKGS" },
		[NEED_NO_LKGS] = { !has_lkgs(), "this CPU has LKGS" },
	};

	if (check->rule == INTEL && cpu_features.amd)
		return "Intel's rule, this is AMD";
	if (check->rule == AMD && !cpu_features.amd)
		return "AMD's rule, this is Intel";
	return need[check->need].here ? NULL : need[check->need].name;
}
