/* SPDX-License-Identifier: BSD-2-Clause */
/* The vectors that ring 0 uses beyond the exceptions, which are trapnr.h's. */
#ifndef RING0_CPU_VECTORS_H
#define RING0_CPU_VECTORS_H

#include "trapnr.h"

#define VECTORS 256

enum {
	X86_EXCEPTIONS = 32,
	VECTOR_SYSCALL = 0x80, /* IA32_SYSCALL_VECTOR */
	LOWEST_VECTOR = 0xd0, /* no interrupt of a lower class may come */
	LOCAL_TIMER_VECTOR = 0xec,
	ERROR_APIC_VECTOR = 0xfe,
	SPURIOUS_APIC_VECTOR = 0xff, /* some CPUs force bits 3:0 to ones */
};

/* APIC.TPR and CR8 hold back all vectors of a class and those below. */
#define PRIORITY_CLASS(vector) ((vector) >> 4)
#define QUIET_CLASS (PRIORITY_CLASS(LOWEST_VECTOR) - 1)

#endif
