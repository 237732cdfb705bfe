/* SPDX-License-Identifier: BSD-2-Clause */
/* HAZARD stray-vector, on purpose: an interrupt by any vector. */

#include "selftest/handlers.h"
#include <asm/errno.h>
#include "cpu/vectors.h"
#include "cpu_ops.h"
#include "dev/apic.h"

#define FIRST_LEGAL_VECTOR 16 /* an APIC sends none below */
#define PATIENCE 100 /* turns of a loop: an interrupt comes in a few */

static volatile u32 came; /* the last vector, 0: none */

void raise_interrupt_came(u32 vector)
{
	came = vector;
}

long raise_interrupt(u64 vector)
{
	u32 turns = PATIENCE;

	if (!apic_present())
		return -ENODEV;
	if (vector < FIRST_LEGAL_VECTOR || vector >= VECTORS)
		return -EINVAL;
	came = 0;
	apic_self_interrupt(vector);
	while (!came && --turns)
		cpu_relax();
	if (!apic_in_service(vector))
		return came;
	apic_eoi();
	return came | SELFTEST_IN_SERVICE;
}
