/* SPDX-License-Identifier: BSD-2-Clause */
/* CPUID (SDM vol. 2, "CPUID"; APM vol. 3, appendix E), read into one struct. */

#include "cpu/features.h"
#include <cpuid.h>
#include "lib/string.h"

#define CPUID_HYPERVISOR 0x40000000
#define CPUID_1_ECX_HYPERVISOR (1u << 31)
#define CPUID_1_ECX_XSAVE (1u << 26)
#define FXSAVE_SIZE 512
#define XSAVE_LEGACY_SIZE 576 /* with its header */
#define CPUID_1_ECX_X2APIC (1u << 21)
#define CPUID_1_EDX_SEP (1u << 11)
#define CPUID_1_EDX_APIC (1u << 9)
#define CPUID_7_EBX_FSGSBASE (1u << 0)
#define CPUID_7_EBX_SMEP (1u << 7)
#define CPUID_7_EBX_SMAP (1u << 20)
#define CPUID_7_ECX_UMIP (1u << 2)
#define CPUID_EXT_EDX_SYSCALL (1u << 11)
#define CPUID_EXT_EDX_PAGE_1G (1u << 26)

struct cpu_features cpu_features;

/* Twelve characters from three registers. */
static void text(char *to, u32 a, u32 b, u32 c)
{
	memcpy(to, &a, 4);
	memcpy(to + 4, &b, 4);
	memcpy(to + 8, &c, 4);
	to[12] = '\0';
}

/* SDM vol. 2, CPUID, "Family and Model": the extended fields. */
static void read_signature(u32 eax)
{
	struct cpu_features *cpu = &cpu_features;

	cpu->stepping = eax & 0xf;
	cpu->model = eax >> 4 & 0xf;
	cpu->family = eax >> 8 & 0xf;
	if (cpu->family == 6 || cpu->family == 15)
		cpu->model |= eax >> 12 & 0xf0;
	if (cpu->family == 15)
		cpu->family += eax >> 20 & 0xff;
}

static void read_leaf_1(void)
{
	struct cpu_features *cpu = &cpu_features;
	u32 a, b, c, d;

	__cpuid(1, a, b, c, d);
	read_signature(a);
	cpu->hwcap = d;
	cpu->apic = d & CPUID_1_EDX_APIC;
	cpu->x2apic = c & CPUID_1_ECX_X2APIC;
	cpu->sysenter = d & CPUID_1_EDX_SEP;
	if (c & CPUID_1_ECX_HYPERVISOR) {
		__cpuid(CPUID_HYPERVISOR, a, b, c, d);
		text(cpu->hypervisor, b, c, d);
	}
}

/*
 * Returns the size of XSAVE's standard format for a value of XCR0: where the
 * last component ends (SDM vol. 1, "Standard Format of XSAVE Area").
 */
static u32 xsave_size(u64 xcr0)
{
	u32 i, size = XSAVE_LEGACY_SIZE, a, b, c, d;

	for (i = 2; xcr0 >> i; i++) {
		__cpuid_count(13, i, a, b, c, d);
		if ((xcr0 >> i & 1) && a + b > size)
			size = a + b;
	}
	return size;
}

/* What XCR0 may be, of what ring 0 knows and has room for. */
static void read_leaf_13(void)
{
	struct cpu_features *cpu = &cpu_features;
	u32 a, b, c, d;

	cpu->fpu_size = FXSAVE_SIZE;
	__cpuid(1, a, b, c, d);
	if (!(c & CPUID_1_ECX_XSAVE) ||
	    !__get_cpuid_count(13, 0, &a, &b, &c, &d))
		return;
	cpu->xcr0 = a & (XCR0_X87 | XCR0_SSE | XCR0_AVX | XCR0_AVX512);
	if ((cpu->xcr0 & XCR0_AVX512) != XCR0_AVX512)
		cpu->xcr0 &= ~XCR0_AVX512;
	if (xsave_size(cpu->xcr0) > FPU_SIZE_MAX - sizeof(u32))
		cpu->xcr0 = XCR0_X87 | XCR0_SSE;
	cpu->fpu_size = xsave_size(cpu->xcr0);
}

static void read_leaf_7(void)
{
	struct cpu_features *cpu = &cpu_features;
	u32 a, b, c, d;

	if (!__get_cpuid_count(7, 0, &a, &b, &c, &d))
		return;
	cpu->fsgsbase = b & CPUID_7_EBX_FSGSBASE;
	cpu->smep = b & CPUID_7_EBX_SMEP;
	cpu->smap = b & CPUID_7_EBX_SMAP;
	cpu->umip = c & CPUID_7_ECX_UMIP;
}

static void read_extended(void)
{
	struct cpu_features *cpu = &cpu_features;
	u32 a, b, c, d, leaf;

	if (__get_cpuid(0x80000001, &a, &b, &c, &d)) {
		cpu->syscall = d & CPUID_EXT_EDX_SYSCALL;
		cpu->page_1g = d & CPUID_EXT_EDX_PAGE_1G;
	}
	if (!__get_cpuid(0x80000004, &a, &b, &c, &d))
		return;
	for (leaf = 0; leaf < 3; leaf++) {
		u32 part[4];

		__cpuid(0x80000002 + leaf, part[0], part[1], part[2], part[3]);
		memcpy(cpu->brand + 16 * leaf, part, sizeof(part));
	}
}

void cpu_features_init(void)
{
	struct cpu_features *cpu = &cpu_features;
	u32 a, b, c, d;

	__cpuid(0, a, b, c, d);
	text(cpu->vendor, b, d, c);
	read_leaf_1();
	read_leaf_7();
	read_leaf_13();
	read_extended();
	/* Hygon's are AMD's; Zhaoxin's and VIA's follow Intel. */
	cpu->amd = !strcmp(cpu->vendor, "AuthenticAMD") ||
		   !strcmp(cpu->vendor, "HygonGenuine");
	if (cpu->amd)
		cpu->sysenter = false;
}

bool cpu_is_qemu(void)
{
	return !strcmp(cpu_features.hypervisor, "TCGTCGTCGTCG") ||
	       !strcmp(cpu_features.hypervisor, "KVMKVMKVM");
}
