/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of CPUID (SDM vol. 2, "CPUID") that ring 3's programs need. */
#include "ring3/lib/cpu.h"
#include <cpuid.h>
#include "lib/string.h"

#define CPUID_VENDOR 0
#define CPUID_FEATURES 1
#define CPUID_FEATURES_EDX_SEP (1u << 11)
#define CPUID_FEATURES_ECX_OSXSAVE (1u << 27)
#define CPUID_FEATURES_ECX_HYPERVISOR (1u << 31)
#define CPUID_EXTENDED_FEATURES 7
#define CPUID_7_EBX_FSGSBASE (1u << 0)
#define CPUID_7_EBX_INVPCID (1u << 10)
#define CPUID_7_EBX_SMAP (1u << 20)
#define CPUID_7_ECX_UMIP (1u << 2)
#define CPUID_HYPERVISOR 0x40000000

/* CPUID returns twelve characters in three registers. */
static void text(char *to, u32 first, u32 second, u32 third)
{
	memcpy(to, &first, sizeof(first));
	memcpy(to + 4, &second, sizeof(second));
	memcpy(to + 8, &third, sizeof(third));
}

static void ask(struct cpu_identity *cpu)
{
	u32 eax, ebx, ecx, edx;

	__cpuid(CPUID_VENDOR, eax, ebx, ecx, edx);
	text(cpu->vendor, ebx, edx, ecx);
	cpu->amd = !strcmp(cpu->vendor, "AuthenticAMD") ||
		   !strcmp(cpu->vendor, "HygonGenuine");
	__cpuid(CPUID_FEATURES, eax, ebx, ecx, edx);
	cpu->sysenter = (edx & CPUID_FEATURES_EDX_SEP) && !cpu->amd;
	cpu->osxsave = ecx & CPUID_FEATURES_ECX_OSXSAVE;
	if (ecx & CPUID_FEATURES_ECX_HYPERVISOR) {
		__cpuid(CPUID_HYPERVISOR, eax, ebx, ecx, edx);
		text(cpu->hypervisor, ebx, ecx, edx);
	}
	if (!__get_cpuid_count(CPUID_EXTENDED_FEATURES, 0, &eax, &ebx, &ecx,
			       &edx))
		return;
	cpu->fsgsbase = ebx & CPUID_7_EBX_FSGSBASE;
	cpu->invpcid = ebx & CPUID_7_EBX_INVPCID;
	cpu->smap = ebx & CPUID_7_EBX_SMAP;
	cpu->umip = ecx & CPUID_7_ECX_UMIP;
}

const struct cpu_identity *cpu_identity(void)
{
	static struct cpu_identity cpu;

	if (!*cpu.vendor)
		ask(&cpu);
	return &cpu;
}
