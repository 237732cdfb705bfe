/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of MSRs that a module has added to what cpu_setup() writes. */

#include "cpu/extra_msrs.h"
#include "cpu_ops.h"
#include "mm/read_only.h"

struct extra_msrs extra_msrs RO_AFTER_INIT __attribute__((aligned(64)));
_Static_assert(sizeof(extra_msrs) <= 64, "it lies in one page");

void extra_msrs_write(void)
{
	u64 i;

	for (i = 0; i < extra_msrs.count; i++)
		wrmsr_safe(extra_msrs.list[i].msr, extra_msrs.list[i].value);
}
