/* SPDX-License-Identifier: BSD-2-Clause */
/* What CPUID tells a program of the CPU that it runs on. */
#ifndef GATEHOUSE_RING3_CPU_H
#define GATEHOUSE_RING3_CPU_H

#include "types.h"

struct cpu_identity {
	char vendor[13];
	char hypervisor[13]; /* "": none says that it is there */
	bool amd;	     /* AMD's, or Hygon's after it */
	bool sysenter;	     /* promised in 64-bit code: never on AMD */
	bool umip, fsgsbase, smap, invpcid;
};

/* Asked once, at the first call. */
const struct cpu_identity *cpu_identity(void);

#endif
