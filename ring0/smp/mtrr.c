/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory types. All CPUs must have the same MTRRs (SDM vol. 3, "MTRR
 * Considerations in MP Systems"), and firmware may have set its first CPU's
 * alone. Linux gives all the first one's, too (cache_ap_init()). Where two
 * threads share them, the second one has them already, and nothing is written
 * while the first one runs.
 */

#include "smp/member.h"
#include <asm/processor-flags.h>
#include "cpu_ops.h"
#include "log/console.h"
#include "msr-index.h"

#define CAP_VARIABLE 0xff /* how many pairs there are */
#define CAP_FIXED (1u << 8)
#define PAIRS_MAX 32
#define DEF_TYPE_ENABLE (3u << 10) /* E and FE */

static const u16 fixed[] = {
	0x250, 0x258, 0x259, 0x268, 0x269, 0x26a, 0x26b, 0x26c, 0x26d, 0x26e,
	0x26f, /* IA32_MTRR_FIX64K_00000 to IA32_MTRR_FIX4K_F8000 */
};

/* What the boot CPU has. The default type comes last: it turns them on. */
static struct {
	u32 msr;
	u64 value;
} first[2 * PAIRS_MAX + ARRAY_SIZE(fixed) + 1];
static u32 count;

static void note(u32 msr)
{
	if (rdmsr_safe(msr, &first[count].value))
		first[count++].msr = msr;
}

void mtrr_init(void)
{
	u64 cap;
	u32 i;

	if (!rdmsr_safe(MSR_MTRRCAP, &cap))
		return;
	for (i = 0; i < 2 * (cap & CAP_VARIABLE) && i < 2 * PAIRS_MAX; i++)
		note(MSR_MTRR_PHYSBASE0 + i);
	for (i = 0; (cap & CAP_FIXED) && i < ARRAY_SIZE(fixed); i++)
		note(fixed[i]);
	note(MSR_MTRR_DEF_TYPE);
}

static u32 differ(void)
{
	u32 i, number = 0;
	u64 value;

	for (i = 0; i < count; i++)
		number += !rdmsr_safe(first[i].msr, &value) ||
			  value != first[i].value;
	return number;
}

static void flush(void)
{
	asm volatile("wbinvd" : : : "memory");
	write_cr3(read_cr3()); /* CR4.PGE is clear */
}

/* SDM vol. 3, "MTRR Maintenance Programming Interface": its steps. IF=0. */
static void set_all(void)
{
	u64 cr0 = read_cr0(), cr4 = read_cr4(), type = 0;
	u32 i;

	write_cr0((cr0 | X86_CR0_CD) & ~X86_CR0_NW);
	write_cr4(cr4 & ~X86_CR4_PGE);
	flush();
	rdmsr_safe(MSR_MTRR_DEF_TYPE, &type);
	wrmsr_safe(MSR_MTRR_DEF_TYPE, type & ~(u64)DEF_TYPE_ENABLE);
	for (i = 0; i < count; i++)
		wrmsr_safe(first[i].msr, first[i].value);
	flush();
	write_cr0(cr0);
	write_cr4(cr4);
}

void mtrr_here(void)
{
	u32 number = differ();

	if (!number)
		return;
	set_all();
	printk("MTRRs: %u registers differed from cpu 0's; set, and %u differ "
	       "now\n", number, differ());
}
