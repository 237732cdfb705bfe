/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares what CPUID and the model-specific registers say on each CPU with
 * what they say on the boot CPU. Cores of several kinds (hybrid parts), and
 * firmware that has set up its first CPU alone, are findings.
 */

#include "smp/member.h"
#include <cpuid.h>
#include "cpu/features.h"
#include "cpu_ops.h"
#include "log/console.h"
#include "msr-index.h"

#define SUBLEAVES 4 /* are looked at, where a leaf has some */
#define BASIC_MAX 0x20
#define EXTENDED 0x80000000
#define EXTENDED_MAX 0x80000026
#define LEAVES ((BASIC_MAX + 1 + EXTENDED_MAX - EXTENDED + 1) * SUBLEAVES)
#define DIFFERENCES 16 /* lines; a wholly different CPU fills no log */

enum { EAX, EBX, ECX, EDX, REGISTERS };

struct leaf {
	u32 number, subleaf;
	u32 value[REGISTERS];
};

/* What the boot CPU says. */
static struct leaf leaves[LEAVES];
static u32 leaf_count;

/* Which CPU it is, or what a clock or CR4 has just now, is no difference. */
static const struct leaf own_bits[] = {
	{ 0x1, 0, { [EBX] = 0xff000000 } }, /* initial APIC ID */
	{ 0xb, 0, { [EDX] = ~0u } },	    /* x2APIC ID */
	{ 0x1f, 0, { [EDX] = ~0u } },	    /* the same */
	{ 0x8000001e, 0, { [EAX] = ~0u, [EBX] = 0xff, [ECX] = 0xff } },
	{ 0x80000026, 0, { [EDX] = ~0u } }, /* extended APIC ID */
};

static const struct {
	u32 msr;
	const char *name;
	u64 own; /* bits that a CPU has of its own */
} registers[] = {
	{ MSR_IA32_APIC_BASE, "APIC_BASE", APIC_BASE_BSP },
	{ MSR_IA32_FEATURE_CONTROL, "FEATURE_CONTROL", 0 },
	{ MSR_IA32_BIOS_SIGN_ID, "BIOS_SIGN_ID", 0 }, /* microcode */
	{ MSR_MTRRCAP, "MTRRCAP", 0 },
	{ MSR_IA32_ARCH_CAPABILITIES, "ARCH_CAPABILITIES", 0 },
	{ MSR_IA32_SYSENTER_CS, "SYSENTER_CS", 0 },
	{ MSR_IA32_SYSENTER_EIP, "SYSENTER_EIP", 0 },
	{ MSR_IA32_MCG_CAP, "MCG_CAP", 0 },
	{ MSR_IA32_MISC_ENABLE, "MISC_ENABLE", 0 },
	{ MSR_MTRR_PHYSBASE0, "MTRR_PHYSBASE0", 0 },
	{ MSR_MTRR_PHYSBASE0 + 1, "MTRR_PHYSMASK0", 0 },
	{ MSR_MTRR_PHYSBASE0 + 2, "MTRR_PHYSBASE1", 0 },
	{ MSR_MTRR_PHYSBASE0 + 3, "MTRR_PHYSMASK1", 0 },
	{ MSR_IA32_CR_PAT, "PAT", 0 },
	{ MSR_MTRR_DEF_TYPE, "MTRR_DEF_TYPE", 0 },
	{ MSR_EFER, "EFER", 0 },
	{ MSR_STAR, "STAR", 0 },
	{ MSR_LSTAR, "LSTAR", 0 },
	{ MSR_CSTAR, "CSTAR", 0 },
	{ MSR_FMASK, "FMASK", 0 },
	{ MSR_DE_CFG, "DE_CFG", 0 },
};

/* What the boot CPU has; there: it has the register at all. */
static struct {
	u64 value;
	bool there;
} first[ARRAY_SIZE(registers)];

static void read_leaf(struct leaf *leaf, u32 number, u32 subleaf)
{
	u32 *value = leaf->value;

	leaf->number = number;
	leaf->subleaf = subleaf;
	__cpuid_count(number, subleaf, value[EAX], value[EBX], value[ECX],
		      value[EDX]);
}

static bool has_subleaves(u32 number)
{
	return number == 4 || number == 7 || number == 0xb || number == 0xd ||
	       number == 0x1f || number == 0x8000001d || number == EXTENDED_MAX;
}

static void note_leaves(u32 start, u32 last)
{
	u32 number, subleaf;

	for (number = start; number <= last; number++)
		for (subleaf = 0; subleaf < SUBLEAVES; subleaf++)
			if (!subleaf || has_subleaves(number))
				read_leaf(&leaves[leaf_count++], number,
					  subleaf);
}

static u32 at_most(u32 start, u32 max)
{
	struct leaf leaf;

	read_leaf(&leaf, start, 0);
	return leaf.value[EAX] < max ? leaf.value[EAX] : max;
}

void compare_init(void)
{
	size_t i;

	note_leaves(0, at_most(0, BASIC_MAX));
	if (at_most(EXTENDED, EXTENDED_MAX) >= EXTENDED)
		note_leaves(EXTENDED, at_most(EXTENDED, EXTENDED_MAX));
	for (i = 0; i < ARRAY_SIZE(registers); i++)
		first[i].there = rdmsr_safe(registers[i].msr, &first[i].value);
}

/* Bits of that register which are a CPU's own. */
static u32 own_of(const struct leaf *leaf, u32 reg)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(own_bits); i++)
		if (own_bits[i].number == leaf->number)
			return own_bits[i].value[reg];
	return 0;
}

static u32 compare_leaf(const struct leaf *other)
{
	static const char *const name[] = { "EAX", "EBX", "ECX", "EDX" };
	struct leaf leaf;
	u32 reg, differ = 0;

	read_leaf(&leaf, other->number, other->subleaf);
	for (reg = 0; reg < REGISTERS; reg++) {
		if (!((leaf.value[reg] ^ other->value[reg]) &
		      ~own_of(&leaf, reg)))
			continue;
		differ++;
		printk("CPUID %#x.%u: %s is %#x, on cpu 0 it is %#x\n",
		       leaf.number, leaf.subleaf, name[reg], leaf.value[reg],
		       other->value[reg]);
	}
	return differ;
}

static u32 compare_register(size_t i)
{
	u64 value;
	bool there = rdmsr_safe(registers[i].msr, &value);

	if (there == first[i].there &&
	    !((value ^ first[i].value) & ~registers[i].own))
		return 0;
	printk("MSR %s is %#lx%s, on cpu 0 it is %#lx%s\n", registers[i].name,
	       value, there ? "" : " (none)", first[i].value,
	       first[i].there ? "" : " (none)");
	return 1;
}

void compare_here(void)
{
	u32 differ = 0, i;

	for (i = 0; i < leaf_count && differ < DIFFERENCES; i++)
		differ += compare_leaf(&leaves[i]);
	for (i = 0; i < ARRAY_SIZE(registers) && differ < DIFFERENCES; i++)
		differ += compare_register(i);
	if (differ >= DIFFERENCES)
		printk("and perhaps more\n");
}

/* CPUID's bits for what ring 0 turns on, as the boot CPU has them. */
static const struct leaf needed[] = {
	{ 0x1, 0, { [ECX] = 1u << 26, [EDX] = 1u << 13 } }, /* XSAVE, PGE */
	{ 0x7, 0, { [EBX] = 1u << 0 | 1u << 7 | 1u << 20, [ECX] = 1u << 2 } },
	{ 0xd, 0, { [EAX] = XCR0_X87 | XCR0_SSE | XCR0_AVX | XCR0_AVX512 } },
	{ 0x80000001, 0, { [EDX] = 1u << 11 | 1u << 20 } }, /* SYSCALL, NX */
};

static bool has_all(const struct leaf *needs, const struct leaf *other)
{
	struct leaf leaf;
	u32 reg;

	read_leaf(&leaf, other->number, other->subleaf);
	for (reg = 0; reg < REGISTERS; reg++)
		if (other->value[reg] & needs->value[reg] & ~leaf.value[reg])
			return false;
	return true;
}

const char *compare_missing(void)
{
	u32 i;
	size_t n;

	for (i = 0; i < leaf_count; i++)
		for (n = 0; n < ARRAY_SIZE(needed); n++)
			if (needed[n].number == leaves[i].number &&
			    !leaves[i].subleaf &&
			    !has_all(&needed[n], &leaves[i]))
				return "it lacks a feature that cpu 0 has and "
				       "ring 0 uses";
	return NULL;
}
