/* SPDX-License-Identifier: BSD-2-Clause */
/* What CPUID says of this machine, read once, and what follows from it. */
#ifndef RING0_CPU_FEATURES_H
#define RING0_CPU_FEATURES_H

#include "types.h"

struct cpu_features {
	char vendor[13]; /* "GenuineIntel", "AuthenticAMD", ... */
	char brand[49];
	char hypervisor[13]; /* leaf 0x40000000's, "": none */
	u32 family, model, stepping;
	u32 hwcap; /* CPUID.1:EDX, AT_HWCAP */
	bool smep, smap, umip, fsgsbase;
	bool x2apic, apic;
	bool page_1g;
	bool syscall; /* CPUID.80000001h:EDX[11] */
	/*
	 * SYSENTER works in long mode. CPUID.1:EDX.SEP does not tell: AMD sets
	 * it too, and raises #UD (AMD64 APM vol. 3, SYSENTER, "legacy only").
	 */
	bool sysenter;
	bool amd; /* AMD's or Hygon's */
	bool lfence_waits; /* LFENCE waits for all before it: cpu_setup() */
};

extern struct cpu_features cpu_features;

void cpu_features_init(void);

/* CPUID's hypervisor leaf names QEMU (TCG) or KVM. */
bool cpu_is_qemu(void);

#endif
