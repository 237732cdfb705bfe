/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the facts that decide about vulnerabilities: from CPUID, and from
 * IA32_ARCH_CAPABILITIES where CPUID says that it is there.
 */

#include "hardening/hardening.h"
#include <cpuid.h>
#include "cpu/features.h"
#include "cpu/percpu.h"
#include "cpu_ops.h"
#include "lib/string.h"
#include "msr-index.h"

#define CORE_TYPE_ATOM 0x20 /* CPUID.1Ah:EAX[31:24] */

enum { EAX, EBX, ECX, EDX };

/* Where each fact is, by /proc/cpuinfo's names, or the manuals'. */
static const struct {
	const char *name;
	u32 leaf;
	u8 subleaf, reg, bit;
} where[FACTS] = {
	[FACT_HYPERVISOR] = { "hypervisor", 1, 0, ECX, 31 },
	[FACT_VMX] = { "vmx", 1, 0, ECX, 5 },
	[FACT_RDRAND] = { "rdrand", 1, 0, ECX, 30 },
	[FACT_RDSEED] = { "rdseed", 7, 0, EBX, 18 },
	[FACT_AVX] = { "avx", 1, 0, ECX, 28 },
	[FACT_RTM] = { "rtm", 7, 0, EBX, 11 },
	[FACT_SRBDS_CTRL] = { "srbds_ctrl", 7, 0, EDX, 9 },
	[FACT_MD_CLEAR] = { "md_clear", 7, 0, EDX, 10 },
	[FACT_IBRS] = { "ibrs", 7, 0, EDX, 26 },
	[FACT_FLUSH_L1D] = { "flush_l1d", 7, 0, EDX, 28 },
	[FACT_ARCH_CAPABILITIES] = { "arch_capabilities", 7, 0, EDX, 29 },
	[FACT_SSBD] = { "ssbd", 7, 0, EDX, 31 },
	[FACT_BHI_CTRL] = { "bhi_ctrl", 7, 2, EDX, 4 },
	[FACT_AMD_IBRS] = { "amd_ibrs", 0x80000008, 0, EBX, 14 },
	[FACT_AMD_SSBD] = { "amd_ssbd", 0x80000008, 0, EBX, 24 },
	[FACT_AMD_SSB_NO] = { "amd_ssb_no", 0x80000008, 0, EBX, 26 },
	[FACT_BTC_NO] = { "btc_no", 0x80000008, 0, EBX, 29 },
	[FACT_AUTOIBRS] = { "autoibrs", 0x80000021, 0, EAX, 8 },
	[FACT_IBPB_BRTYPE] = { "ibpb_brtype", 0x80000021, 0, EAX, 28 },
	[FACT_SRSO_NO] = { "srso_no", 0x80000021, 0, EAX, 29 },
};

static bool read_fact(enum fact fact)
{
	u32 reg[4];

	if (!__get_cpuid_count(where[fact].leaf, where[fact].subleaf,
			       &reg[EAX], &reg[EBX], &reg[ECX], &reg[EDX]))
		return false;
	return reg[where[fact].reg] >> where[fact].bit & 1;
}

bool fact_named(const struct option *name, enum fact *fact)
{
	u32 i;

	for (i = 0; i < FACTS; i++) {
		*fact = i;
		if (option_value_is(name, where[i].name))
			return true;
	}
	return false;
}

static enum cpu_vendor vendor(void)
{
	static const char *const names[] = {
		[CPU_INTEL] = "GenuineIntel",
		[CPU_AMD] = "AuthenticAMD",
		[CPU_HYGON] = "HygonGenuine",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(cpu_features.vendor, names[i]))
			break;
	return i;
}

void facts_read(struct cpu_facts *cpu)
{
	u32 a, b, c, d, i;

	cpu->vendor = vendor();
	cpu->family = cpu_features.family;
	cpu->model = cpu_features.model;
	cpu->stepping = cpu_features.stepping;
	for (i = 0; i < FACTS; i++)
		if (read_fact(i))
			cpu->has |= 1u << i;
	if (__get_cpuid_count(0x1a, 0, &a, &b, &c, &d))
		cpu->atom = a >> 24 == CORE_TYPE_ATOM;
	if (has(cpu, FACT_ARCH_CAPABILITIES))
		rdmsr_safe(MSR_IA32_ARCH_CAPABILITIES, &cpu->arch_cap);
	cpu->smt = boot_cpu.next; /* perhaps no thread of the same core */
}
