/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints the banks of machine-check registers that hold an error (SDM vol. 3,
 * "Machine-Check Architecture"). The panic that a #MC becomes calls it.
 */

#include "panic/machine_check.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "msr-index.h"

static void report_bank(u32 msr)
{
	u64 status = rdmsr(msr + MCI_STATUS);

	if (status & MCI_STATUS_VAL)
		printk("# machine check: MSR %#x: status %#lx, address %#lx\n",
		       msr + MCI_STATUS, status,
		       status & MCI_STATUS_ADDRV ? rdmsr(msr + MCI_ADDR) : 0);
}

void machine_check_report(void)
{
	u64 banks = 0;
	u32 i;

	rdmsr_safe(MSR_IA32_MCG_CAP, &banks);
	for (i = 0; i < (banks & MCG_CAP_COUNT); i++)
		report_bank(MSR_IA32_MC0_CTL + i * MCI_REGISTERS);
}
