/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which vulnerabilities a CPU has, and what is done: well-known CPUs against
 * what Linux 6.15 says of them, with its words; then all models with random
 * facts and options, for what must hold of any verdict.
 */
#include <string.h>
#include "tap.h"

#include "hardening/cpu_bugs.c"
#include "hardening/mitigations.c"

#define F(fact) (1u << FACT_##fact)
#define ROUNDS 300000

/* What a Skylake with the microcode of 2019 says, and others after it. */
#define FIXED_2019 (F(RDRAND) | F(RDSEED) | F(AVX) | F(MD_CLEAR) | F(IBRS) | \
		    F(SSBD) | F(FLUSH_L1D) | F(SRBDS_CTRL))
#define CASCADE_CAP (ARCH_CAP_RDCL_NO | ARCH_CAP_IBRS_ALL | ARCH_CAP_MDS_NO | \
		     ARCH_CAP_TSX_CTRL)

struct known {
	const char *name;
	struct cpu_facts cpu;
	u32 what;
	const char *text;
};

#define SKYLAKE_CPU { CPU_INTEL, 6, 0x5e, 3, FIXED_2019, 0, false, false }
#define OLD_SKYLAKE { CPU_INTEL, 6, 0x5e, 3, F(AVX), 0, false, true }
#define CASCADE { CPU_INTEL, 6, 0x55, 7, FIXED_2019 | F(RTM) | \
		  F(ARCH_CAPABILITIES), CASCADE_CAP, false, true }
#define ZEN2 { CPU_AMD, 0x17, 0x31, 0, F(AVX) | F(AMD_IBRS) | F(AMD_SSBD), \
	       0, false, true }
#define ZEN4 { CPU_AMD, 0x19, 0x61, 2, F(AVX) | F(AMD_IBRS) | F(AUTOIBRS) | \
	       F(BTC_NO) | F(IBPB_BRTYPE), 0, false, true }
#define ALDER(core) { CPU_INTEL, 6, 0x97, 2, FIXED_2019 | F(BHI_CTRL), \
		      CASCADE_CAP | ARCH_CAP_TAA_NO | ARCH_CAP_PSCHANGE_MC_NO, \
		      core, true }
#define BONNELL_CPU { CPU_INTEL, 6, 0x1c, 2, 0, 0, false, true }
#define GUEST { CPU_INTEL, 6, 0x5e, 3, F(AVX) | F(RDRAND) | F(HYPERVISOR), 0, \
		false, false }

static const struct known known[] = {
	{ "Skylake", SKYLAKE_CPU, MELTDOWN, "Mitigation: PTI" },
	{ "Skylake", SKYLAKE_CPU, MDS,
	  "Mitigation: Clear CPU buffers; SMT disabled" },
	{ "Skylake", SKYLAKE_CPU, MMIO_STALE_DATA,
	  "Mitigation: Clear CPU buffers; SMT disabled" },
	{ "Skylake", SKYLAKE_CPU, RETBLEED, "Mitigation: IBRS" },
	{ "Skylake", SKYLAKE_CPU, SPECTRE_V2,
	  "Mitigation: IBRS; BHI: Not affected" },
	{ "Skylake", SKYLAKE_CPU, SRBDS, "Mitigation: Microcode" },
	{ "Skylake", SKYLAKE_CPU, GATHER_DATA_SAMPLING,
	  "Vulnerable: No microcode" },
	{ "Skylake", SKYLAKE_CPU, TSX_ASYNC_ABORT, "Not affected" },
	{ "Skylake", SKYLAKE_CPU, SPEC_RSTACK_OVERFLOW, "Not affected" },
	{ "old Skylake", OLD_SKYLAKE, MDS,
	  "Vulnerable: Clear CPU buffers attempted, no microcode; "
	  "SMT vulnerable" },
	{ "old Skylake", OLD_SKYLAKE, SPECTRE_V2,
	  "Vulnerable; BHI: Not affected" },
	{ "Cascade Lake", CASCADE, MELTDOWN, "Not affected" },
	{ "Cascade Lake", CASCADE, L1TF, "Not affected" },
	{ "Cascade Lake", CASCADE, MDS, "Not affected" },
	{ "Cascade Lake", CASCADE, TSX_ASYNC_ABORT,
	  "Mitigation: Clear CPU buffers; SMT vulnerable" },
	{ "Cascade Lake", CASCADE, SPECTRE_V2,
	  "Mitigation: Enhanced / Automatic IBRS; BHI: SW loop" },
	{ "Cascade Lake", CASCADE, RETBLEED, "Mitigation: Enhanced IBRS" },
	{ "Cascade Lake", CASCADE, INDIRECT_TARGET_SELECTION, "Vulnerable" },
	{ "Zen 2", ZEN2, MELTDOWN, "Not affected" },
	{ "Zen 2", ZEN2, MDS, "Not affected" },
	{ "Zen 2", ZEN2, ITLB_MULTIHIT, "Not affected" },
	{ "Zen 2", ZEN2, RETBLEED, "Vulnerable" },
	{ "Zen 2", ZEN2, SPECTRE_V2, "Mitigation: IBRS; BHI: Not affected" },
	{ "Zen 2", ZEN2, SPEC_RSTACK_OVERFLOW, "Vulnerable: No microcode" },
	{ "Zen 4", ZEN4, RETBLEED, "Not affected" },
	{ "Zen 4", ZEN4, SPECTRE_V2,
	  "Mitigation: Enhanced / Automatic IBRS; BHI: Not affected" },
	{ "Zen 4", ZEN4, SPEC_RSTACK_OVERFLOW, "Vulnerable" },
	{ "Alder Lake", ALDER(false), REG_FILE_DATA_SAMPLING, "Not affected" },
	{ "Alder Lake's small cores", ALDER(true), REG_FILE_DATA_SAMPLING,
	  "Vulnerable: No microcode" },
	{ "Alder Lake", ALDER(false), SPECTRE_V2,
	  "Mitigation: Enhanced / Automatic IBRS; BHI: BHI_DIS_S" },
	{ "Alder Lake", ALDER(false), MMIO_STALE_DATA, "Not affected" },
	{ "Bonnell", BONNELL_CPU, SPECTRE_V1, "Not affected" },
	{ "Bonnell", BONNELL_CPU, MELTDOWN, "Not affected" },
	{ "guest", GUEST, SRBDS, "Unknown: Dependent on hypervisor status" },
	{ "guest", GUEST, MDS,
	  "Vulnerable: Clear CPU buffers attempted, no microcode; "
	  "SMT Host state unknown" },
};

static void test_known(void)
{
	static const struct choices automatic;
	struct mitigations done;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++) {
		const struct known *row = &known[i];

		mitigations_choose(&row->cpu, cpu_bugs(&row->cpu), &automatic,
				   &done);
		check(!strcmp(done.text[row->what], row->text),
		      "%s: %s: \"%s\", not \"%s\"", row->name,
		      vulnerability_name[row->what], done.text[row->what],
		      row->text);
	}
	result("CPUs that are well known: as Linux says");
}

/* Most are models of a list, some are of none. */
static struct cpu_facts random_cpu(void)
{
	const struct model *row = &has_not[random_below(ARRAY_SIZE(has_not))];
	struct cpu_facts cpu = { 0 };

	if (random_below(2))
		row = &has_what[random_below(ARRAY_SIZE(has_what))];
	cpu.vendor = row->vendor;
	cpu.family = row->family ? row->family : random_below(0x20);
	cpu.model = row->model == ANY_MODEL || !random_below(8) ?
			    random_below(256) : row->model;
	cpu.stepping = random_below(16);
	cpu.has = random_below(1u << FACTS);
	cpu.arch_cap = random_below(~0ull) & random_below(~0ull);
	cpu.atom = random_below(2);
	cpu.smt = random_below(2);
	return cpu;
}

static bool starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* A verdict is one of Linux's four, and "Not affected" if, and only if, so. */
static void check_words(u32 bugs, const struct mitigations *done)
{
	u32 i;

	for (i = 0; i < VULNERABILITIES; i++) {
		const char *text = done->text[i];
		bool bug = bugs >> i & 1;

		if (i == MMIO_STALE_DATA)
			bug |= bugs >> MMIO_UNKNOWN & 1;
		check(bug == !!strcmp(text, "Not affected"), "%s: %s",
		      vulnerability_name[i], text);
		check(!bug || starts(text, "Mitigation: ") ||
		      starts(text, "Vulnerable") ||
		      starts(text, "Unknown: ") ||
		      starts(text, "KVM: Mitigation: "), "%s: %s",
		      vulnerability_name[i], text);
		check(strlen(text) < sizeof(done->text[i]) - 1, "%s is cut",
		      text);
	}
}

/* What is said to be done is done, and nothing else. */
static void check_deeds(const struct mitigations *done)
{
	const char *v2 = done->text[SPECTRE_V2];
	bool clears = strstr(done->text[MDS], "Clear CPU buffers") ||
		      strstr(done->text[TSX_ASYNC_ABORT],
			     "Clear CPU buffers") ||
		      strstr(done->text[REG_FILE_DATA_SAMPLING],
			     "Clear Register File");

	check(done->verw == clears, "VERW");
	check(done->ibrs_entry == starts(v2, "Mitigation: IBRS"), "%s", v2);
	check((done->auto_ibrs || (done->spec_ctrl & SPEC_CTRL_IBRS)) ==
	      starts(v2, "Mitigation: Enhanced"), "%s", v2);
	check(done->clear_bhb == !!strstr(v2, "SW loop"), "%s", v2);
	check(!!(done->spec_ctrl & SPEC_CTRL_BHI_DIS_S) ==
	      !!strstr(v2, "BHI_DIS_S"), "%s", v2);
	check(!!(done->spec_ctrl & SPEC_CTRL_SSBD) ==
	      starts(done->text[SPEC_STORE_BYPASS], "Mitigation"), "SSBD");
}

static void test_random(void)
{
	u32 round, i;

	for (round = 0; round < ROUNDS; round++) {
		struct cpu_facts cpu = random_cpu();
		u32 bugs = cpu_bugs(&cpu);
		struct choices choices;
		struct mitigations done;

		for (i = 0; i <= BHI; i++)
			choices.of[i] = random_below(CHOICE_EIBRS + 1);
		mitigations_choose(&cpu, bugs, &choices, &done);
		check_words(bugs, &done);
		check_deeds(&done);
	}
	result("any CPU, any options: a verdict is well formed, and is true");
}

/* mitigations=off changes nothing of the machine but what it turns off. */
static void test_off(void)
{
	struct choices off;
	u32 round;

	memset(off.of, CHOICE_OFF, sizeof(off.of));
	for (round = 0; round < ROUNDS; round++) {
		struct cpu_facts cpu = random_cpu();
		struct mitigations done;

		mitigations_choose(&cpu, cpu_bugs(&cpu), &off, &done);
		check(!done.verw && !done.ibrs_entry && !done.clear_bhb &&
		      !done.auto_ibrs && !done.spec_ctrl, "off");
	}
	result("mitigations=off: none is done");
}

int main(void)
{
	test_known();
	test_random();
	test_off();
	return tap_end();
}
