/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segment registers and the bases of FS and GS, which no gate may change.
 * With FSGSBASE ring 3 may load any canonical base, also an address of ring
 * 0's.
 */
#include <asm/prctl.h>
#include <unistd_64.h>
#include "ring3/lib/cpu.h"
#include "fuzz.h"
#include "layout.h"
#include "segment.h"

static u64 random_selector(void)
{
	static const u16 selectors[] = { 0, SEL_USER_CODE32, SEL_USER_DATA,
					 SEL_USER_CODE,
					 SEL_USER_DATA_SYSEXITQ };

	if (ldt_there() && random_below(2))
		return ldt_data();
	return selectors[random_below(ARRAY_SIZE(selectors))];
}

/* The base is canonical with 4 levels and with 5. */
static u64 random_base(void)
{
	return (s64)(random_value() << 17) >> 17;
}

void random_segments(struct segments *segments)
{
	if (ldt_there())
		ldt_change_data();
	*segments = (struct segments){
		.ss = random_below(2) ? SEL_USER_DATA : SEL_USER_DATA_SYSEXITQ,
		.ds = random_selector(),
		.es = random_selector(),
		.fs = random_selector(),
		.gs = random_selector(),
	};
	if (!cpu_identity()->fsgsbase)
		return;
	segments->fs_base = random_base();
	segments->gs_base = random_base();
}

void load_segments(const struct segments *segments)
{
	asm volatile("mov %0, %%ss\n"
		     "mov %1, %%ds\n"
		     "mov %2, %%es\n"
		     "mov %3, %%fs\n"
		     "mov %4, %%gs"
		     :
		     : "r"(segments->ss), "r"(segments->ds),
		       "r"(segments->es), "r"(segments->fs),
		       "r"(segments->gs));
	if (!cpu_identity()->fsgsbase)
		return;
	asm volatile("wrfsbase %0\n"
		     "wrgsbase %1"
		     :
		     : "r"(segments->fs_base), "r"(segments->gs_base));
}

void store_segments(struct segments *segments)
{
	*segments = (struct segments){ 0 };
	asm volatile("mov %%ds, %0\n"
		     "mov %%es, %1\n"
		     "mov %%fs, %2\n"
		     "mov %%gs, %3"
		     : "=r"(segments->ds), "=r"(segments->es),
		       "=r"(segments->fs), "=r"(segments->gs));
	if (!cpu_identity()->fsgsbase)
		return;
	asm volatile("rdfsbase %0\n"
		     "rdgsbase %1"
		     : "=r"(segments->fs_base), "=r"(segments->gs_base));
}

void expect_bases(enum call_way gate, const struct machine_state *in,
		  s64 result, struct segments *expected)
{
	s32 option = in->word[gates[gate].arguments[0]];
	u64 base = in->word[gates[gate].arguments[1]];

	if (gates[gate].ia32 || result ||
	    !cpu_identity()->fsgsbase ||
	    (u32)in->word[STATE_AX] != __NR_arch_prctl)
		return;
	if (option == ARCH_SET_FS)
		expected->fs_base = base;
	if (option == ARCH_SET_GS)
		expected->gs_base = base;
}
