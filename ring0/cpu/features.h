/* SPDX-License-Identifier: BSD-2-Clause */
/* What CPUID says of this machine, read once, and what follows from it. */
#ifndef RING0_CPU_FEATURES_H
#define RING0_CPU_FEATURES_H

#include "types.h"

/* Bits of XCR0 (SDM vol. 1, "XSAVE-Supported Features"). */
#define XCR0_X87 (1u << 0)
#define XCR0_SSE (1u << 1)
#define XCR0_AVX (1u << 2)
#define XCR0_AVX512 (7u << 5) /* opmask, ZMM_Hi256, Hi16_ZMM: all or none */
/* Room for all of these in XSAVE's standard format. */
#define FPU_SIZE_MAX 4096

struct cpu_features {
	char vendor[13]; /* "GenuineIntel", "AuthenticAMD", ... */
	char brand[49];
	char hypervisor[13]; /* leaf 0x40000000's, "": none */
	u32 family, model, stepping;
	u32 hwcap; /* CPUID.1:EDX, AT_HWCAP */
	bool smep, smap, umip, fsgsbase;
	bool x2apic, apic;
	bool page_1g;
	/*
	 * The state that XSAVE saves (XCR0_*), with CR4.OSXSAVE; 0: the CPU has
	 * no XSAVE. And its size in bytes, or FXSAVE's.
	 */
	u64 xcr0;
	u32 fpu_size;
	bool syscall; /* CPUID.80000001h:EDX[11] */
	/*
	 * SYSENTER works in long mode. CPUID.1:EDX.SEP does not tell: AMD sets
	 * it too, and raises #UD (AMD64 APM vol. 3, SYSENTER, "legacy only").
	 */
	bool sysenter;
	bool amd; /* AMD's or Hygon's */
};

extern struct cpu_features cpu_features;

void cpu_features_init(void);

/* CPUID's hypervisor leaf names QEMU (TCG) or KVM. */
bool cpu_is_qemu(void);

#endif
