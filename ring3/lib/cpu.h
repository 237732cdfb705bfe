/* SPDX-License-Identifier: BSD-2-Clause */
/* What CPUID says of the CPU that the program runs on. */
#ifndef GATEHOUSE_RING3_CPU_H
#define GATEHOUSE_RING3_CPU_H

#include "types.h"

struct cpu_identity {
	char vendor[13];
	char hypervisor[13]; /* "": CPUID reports none */
	bool amd;	     /* AMD, or Hygon, which derives from it */
	bool sysenter;	     /* documented in 64-bit code: never on AMD */
	bool osxsave;	     /* XSAVE, and ring 0 has enabled it */
	bool umip, fsgsbase, smap, invpcid;
};

/* Executes CPUID at its first call only. */
const struct cpu_identity *cpu_identity(void);

#endif
