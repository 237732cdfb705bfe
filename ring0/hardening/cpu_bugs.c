/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which vulnerabilities a CPU has, as Linux 6.15 decides: two lists of models,
 * of what they have and of what they do not have, and what CPUID and
 * IA32_ARCH_CAPABILITIES say. Pure.
 */

#include "hardening/vulnerabilities.h"

#define ANY_MODEL 0xff
#define ANY_STEPPING 0xf

/* What a model does not have. */
enum {
	NO_SPECULATION = 1 << 0,
	NO_MELTDOWN = 1 << 1,
	NO_SSB = 1 << 2,
	NO_L1TF = 1 << 3,
	NO_MDS = 1 << 4,
	ONLY_MSBDS = 1 << 5,
	NO_ITLB_MULTIHIT = 1 << 6,
	NO_MMIO = 1 << 7,
	NO_BHI = 1 << 8,
	NO_SPECTRE_V2 = 1 << 9,
};

/* What a model has. */
enum {
	HAS_SRBDS = 1 << 0,
	HAS_MMIO = 1 << 1,
	HAS_MMIO_SBDS = 1 << 2,
	HAS_RETBLEED = 1 << 3,
	HAS_GDS = 1 << 4,
	HAS_RFDS = 1 << 5,
	HAS_SRSO = 1 << 6,
	HAS_ITS = 1 << 7,
};

/* In either list: the row is for a hybrid CPU's efficient cores alone. */
#define IF_ATOM (1 << 15)

struct model {
	u8 vendor, family, model;
	u8 last_stepping; /* the row is for steppings up to it */
	u16 flags;
};

#define INTEL(model, flags) { CPU_INTEL, 6, model, ANY_STEPPING, flags }
#define UP_TO(model, last, flags) { CPU_INTEL, 6, model, last, flags }
#define FAMILY(vendor, family, flags) \
	{ vendor, family, ANY_MODEL, ANY_STEPPING, flags }

#define SILVERMONT (NO_SSB | NO_L1TF | ONLY_MSBDS | NO_ITLB_MULTIHIT)
#define GOLDMONT (NO_MDS | NO_L1TF | NO_ITLB_MULTIHIT | NO_MMIO)
#define AMD_ALL (NO_MELTDOWN | NO_L1TF | NO_MDS | NO_ITLB_MULTIHIT | \
		 NO_MMIO | NO_BHI)

/* The first row that fits counts. Family 0: all other families. */
static const struct model has_not[] = {
	FAMILY(CPU_INTEL, 4, NO_SPECULATION | NO_ITLB_MULTIHIT),
	FAMILY(CPU_INTEL, 5, NO_SPECULATION | NO_ITLB_MULTIHIT),
	INTEL(0x1c, NO_SPECULATION | NO_ITLB_MULTIHIT), /* Bonnell */
	INTEL(0x26, NO_SPECULATION | NO_ITLB_MULTIHIT),
	INTEL(0x27, NO_SPECULATION | NO_ITLB_MULTIHIT), /* Saltwell */
	INTEL(0x35, NO_SPECULATION | NO_ITLB_MULTIHIT),
	INTEL(0x36, NO_SPECULATION | NO_ITLB_MULTIHIT),
	INTEL(0x8c, NO_MMIO), /* Tiger Lake */
	INTEL(0x8d, NO_MMIO),
	INTEL(0x97, NO_MMIO), /* Alder Lake */
	INTEL(0x9a, NO_MMIO),
	INTEL(0x37, SILVERMONT),
	INTEL(0x4a, SILVERMONT),
	INTEL(0x4d, SILVERMONT),
	INTEL(0x5a, SILVERMONT),
	INTEL(0x4c, SILVERMONT), /* Airmont */
	INTEL(0x57, SILVERMONT), /* Knights Landing */
	INTEL(0x85, SILVERMONT), /* Knights Mill */
	INTEL(0x75, NO_SSB | NO_L1TF | NO_ITLB_MULTIHIT), /* Airmont NP */
	INTEL(0x0e, NO_SSB), /* Yonah */
	INTEL(0x5c, GOLDMONT),
	INTEL(0x5f, GOLDMONT),
	INTEL(0x7a, GOLDMONT),
	INTEL(0x86, NO_ITLB_MULTIHIT), /* Tremont */
	INTEL(0x9c, NO_ITLB_MULTIHIT),
	FAMILY(CPU_AMD, 0x0f, AMD_ALL | NO_SSB),
	FAMILY(CPU_AMD, 0x10, AMD_ALL | NO_SSB),
	FAMILY(CPU_AMD, 0x11, AMD_ALL | NO_SSB),
	FAMILY(CPU_AMD, 0x12, AMD_ALL | NO_SSB),
	FAMILY(CPU_AMD, 0, AMD_ALL),
	FAMILY(CPU_HYGON, 0, AMD_ALL),
	FAMILY(CPU_OTHER, 5, NO_SPECULATION), /* Centaur, NatSemi */
	FAMILY(CPU_OTHER, 7, NO_SPECTRE_V2 | NO_MMIO | NO_BHI), /* Zhaoxin */
};

#define SKYLAKE (HAS_MMIO | HAS_RETBLEED | HAS_GDS)
#define ICELAKE (HAS_MMIO | HAS_GDS | HAS_ITS)
#define COMETLAKE (SKYLAKE | HAS_MMIO_SBDS | HAS_ITS)
#define ZEN (HAS_RETBLEED | HAS_SRSO)

static const struct model has_what[] = {
	INTEL(0x3a, HAS_SRBDS), /* Ivy Bridge */
	INTEL(0x3c, HAS_SRBDS), /* Haswell */
	INTEL(0x45, HAS_SRBDS),
	INTEL(0x46, HAS_SRBDS),
	INTEL(0x3f, HAS_MMIO),
	INTEL(0x3d, HAS_SRBDS), /* Broadwell */
	INTEL(0x47, HAS_SRBDS),
	INTEL(0x4f, HAS_MMIO),
	INTEL(0x56, HAS_MMIO),
	UP_TO(0x55, 5, SKYLAKE), /* Skylake-SP; then Cascade Lake */
	INTEL(0x55, SKYLAKE | HAS_ITS),
	INTEL(0x4e, SKYLAKE | HAS_SRBDS),
	INTEL(0x5e, SKYLAKE | HAS_SRBDS),
	UP_TO(0x8e, 0xb, SKYLAKE | HAS_SRBDS), /* Kaby Lake */
	INTEL(0x8e, SKYLAKE | HAS_SRBDS | HAS_ITS),
	UP_TO(0x9e, 0xc, SKYLAKE | HAS_SRBDS),
	INTEL(0x9e, SKYLAKE | HAS_SRBDS | HAS_ITS),
	INTEL(0x66, HAS_RETBLEED), /* Cannon Lake */
	INTEL(0x7e, ICELAKE | HAS_MMIO_SBDS | HAS_RETBLEED),
	INTEL(0x6a, ICELAKE),
	INTEL(0x6c, ICELAKE),
	INTEL(0xa5, COMETLAKE),
	UP_TO(0xa6, 0, HAS_MMIO | HAS_RETBLEED | HAS_ITS),
	INTEL(0xa6, COMETLAKE),
	INTEL(0x8c, HAS_GDS | HAS_ITS), /* Tiger Lake */
	INTEL(0x8d, HAS_GDS | HAS_ITS),
	INTEL(0x8a, HAS_MMIO | HAS_MMIO_SBDS | HAS_RETBLEED), /* Lakefield */
	INTEL(0xa7, SKYLAKE | HAS_ITS), /* Rocket Lake */
	INTEL(0x97, HAS_RFDS | IF_ATOM), /* Alder Lake */
	INTEL(0x9a, HAS_RFDS),
	INTEL(0xb7, HAS_RFDS | IF_ATOM), /* Raptor Lake */
	INTEL(0xba, HAS_RFDS),
	INTEL(0xbf, HAS_RFDS),
	INTEL(0xbe, HAS_RFDS), /* Gracemont */
	INTEL(0x96, HAS_MMIO | HAS_MMIO_SBDS | HAS_RFDS), /* Tremont */
	INTEL(0x86, HAS_MMIO | HAS_RFDS),
	INTEL(0x9c, HAS_MMIO | HAS_MMIO_SBDS | HAS_RFDS),
	INTEL(0x5c, HAS_RFDS), /* Goldmont */
	INTEL(0x5f, HAS_RFDS),
	INTEL(0x7a, HAS_RFDS),
	FAMILY(CPU_AMD, 0x15, HAS_RETBLEED),
	FAMILY(CPU_AMD, 0x16, HAS_RETBLEED),
	FAMILY(CPU_AMD, 0x17, ZEN),
	FAMILY(CPU_HYGON, 0x18, ZEN),
	FAMILY(CPU_AMD, 0x19, HAS_SRSO),
	FAMILY(CPU_AMD, 0x1a, HAS_SRSO),
};

static bool fits(const struct model *row, const struct cpu_facts *cpu)
{
	return row->vendor == cpu->vendor &&
	       (!row->family || row->family == cpu->family) &&
	       (row->model == ANY_MODEL || row->model == cpu->model) &&
	       cpu->stepping <= row->last_stepping &&
	       (!(row->flags & IF_ATOM) || cpu->atom);
}

static u32 flags_of(const struct model *row, size_t rows,
		    const struct cpu_facts *cpu)
{
	for (; rows--; row++)
		if (fits(row, cpu))
			return row->flags;
	return 0;
}

/* Meltdown's kin: what reads data that lie in the CPU's buffers. */
static u32 buffer_bugs(const struct cpu_facts *cpu, u32 not, u32 what)
{
	const u64 mmio_no = ARCH_CAP_SBDR_SSDP_NO | ARCH_CAP_FBSDP_NO |
			    ARCH_CAP_PSDP_NO;
	u64 cap = cpu->arch_cap;
	u32 bugs = 0;

	if (!(not & NO_MDS) && !(cap & ARCH_CAP_MDS_NO)) {
		bugs |= 1 << MDS;
		if (not & ONLY_MSBDS)
			bugs |= 1 << MSBDS_ONLY;
	}
	if (!(cap & ARCH_CAP_TAA_NO) &&
	    (has(cpu, FACT_RTM) || (cap & ARCH_CAP_TSX_CTRL)))
		bugs |= 1 << TSX_ASYNC_ABORT;
	if ((what & (HAS_SRBDS | HAS_MMIO_SBDS)) &&
	    (has(cpu, FACT_RDRAND) || has(cpu, FACT_RDSEED)))
		bugs |= 1 << SRBDS;
	if ((cap & mmio_no) != mmio_no && (what & HAS_MMIO))
		bugs |= 1 << MMIO_STALE_DATA;
	else if ((cap & mmio_no) != mmio_no && !(not & NO_MMIO))
		bugs |= 1 << MMIO_UNKNOWN;
	if (!(cap & ARCH_CAP_RFDS_NO) &&
	    ((cap & ARCH_CAP_RFDS_CLEAR) || (what & HAS_RFDS)))
		bugs |= 1 << REG_FILE_DATA_SAMPLING;
	if (!(cap & ARCH_CAP_GDS_NO) && (what & HAS_GDS) && has(cpu, FACT_AVX))
		bugs |= 1 << GATHER_DATA_SAMPLING;
	return bugs;
}

/* A guest may not be told that its CPU has enhanced IBRS. */
static bool may_have_eibrs(const struct cpu_facts *cpu)
{
	return (cpu->arch_cap & ARCH_CAP_IBRS_ALL) ||
	       has(cpu, FACT_AUTOIBRS) || has(cpu, FACT_HYPERVISOR);
}

/* What is about guessed branches. */
static u32 branch_bugs(const struct cpu_facts *cpu, u32 not, u32 what)
{
	u64 cap = cpu->arch_cap;
	u32 bugs = 1 << SPECTRE_V1;

	if (!(not & NO_SPECTRE_V2))
		bugs |= 1 << SPECTRE_V2;
	if (!has(cpu, FACT_BTC_NO) &&
	    ((what & HAS_RETBLEED) || (cap & ARCH_CAP_RSBA)))
		bugs |= 1 << RETBLEED;
	if (!has(cpu, FACT_SRSO_NO) && (what & HAS_SRSO))
		bugs |= 1 << SPEC_RSTACK_OVERFLOW;
	if (!(cap & ARCH_CAP_BHI_NO) && !(not & NO_BHI) && may_have_eibrs(cpu))
		bugs |= 1 << BHI;
	/* Those that can turn BHI off in hardware do not have ITS. */
	if (!(cap & ARCH_CAP_ITS_NO) && !has(cpu, FACT_BHI_CTRL) &&
	    (what & HAS_ITS))
		bugs |= 1 << INDIRECT_TARGET_SELECTION;
	return bugs;
}

u32 cpu_bugs(const struct cpu_facts *cpu)
{
	u32 not = flags_of(has_not, ARRAY_SIZE(has_not), cpu);
	u32 what = flags_of(has_what, ARRAY_SIZE(has_what), cpu);
	u64 cap = cpu->arch_cap;
	u32 bugs = 0;

	if (!(not & NO_ITLB_MULTIHIT) && !(cap & ARCH_CAP_PSCHANGE_MC_NO))
		bugs |= 1 << ITLB_MULTIHIT;
	if (not & NO_SPECULATION)
		return bugs;
	bugs |= branch_bugs(cpu, not, what) | buffer_bugs(cpu, not, what);
	if (!(not & NO_SSB) && !(cap & ARCH_CAP_SSB_NO) &&
	    !has(cpu, FACT_AMD_SSB_NO))
		bugs |= 1 << SPEC_STORE_BYPASS;
	if ((not & NO_MELTDOWN) || (cap & ARCH_CAP_RDCL_NO))
		return bugs;
	bugs |= 1 << MELTDOWN;
	return not & NO_L1TF ? bugs : bugs | 1 << L1TF;
}
