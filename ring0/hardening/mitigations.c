/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is done against each vulnerability, and Linux's words for that. Pure.
 * Where Linux has a way that Gatehouse has not (retpolines, return thunks), the
 * verdict is "Vulnerable".
 */

#include "hardening/vulnerabilities.h"
#include "lib/printf.h"
#include "lib/string.h"

#define NOT_AFFECTED "Not affected"
#define VULNERABLE "Vulnerable"
#define CLEAR_ATTEMPTED "Vulnerable: Clear CPU buffers attempted, no microcode"
#define NO_MICROCODE "Vulnerable: No microcode"
#define ON_HYPERVISOR "Unknown: Dependent on hypervisor status"

const char *const vulnerability_name[VULNERABILITIES] = {
	[GATHER_DATA_SAMPLING] = "gather_data_sampling",
	[INDIRECT_TARGET_SELECTION] = "indirect_target_selection",
	[ITLB_MULTIHIT] = "itlb_multihit",
	[L1TF] = "l1tf",
	[MDS] = "mds",
	[MELTDOWN] = "meltdown",
	[MMIO_STALE_DATA] = "mmio_stale_data",
	[REG_FILE_DATA_SAMPLING] = "reg_file_data_sampling",
	[RETBLEED] = "retbleed",
	[SPEC_RSTACK_OVERFLOW] = "spec_rstack_overflow",
	[SPEC_STORE_BYPASS] = "spec_store_bypass",
	[SPECTRE_V1] = "spectre_v1",
	[SPECTRE_V2] = "spectre_v2",
	[SRBDS] = "srbds",
	[TSX_ASYNC_ABORT] = "tsx_async_abort",
};

/* All that the decisions below share. */
struct decision {
	const struct cpu_facts *cpu;
	u32 bugs;
	const struct choices *choices;
	struct mitigations *to;
};

static bool is_bug(const struct decision *d, u32 what)
{
	return d->bugs >> what & 1;
}

static bool is_off(const struct decision *d, u32 what)
{
	return d->choices->of[what] == CHOICE_OFF;
}

static void say(struct decision *d, u32 what, const char *text)
{
	snprintf(d->to->text[what], sizeof(d->to->text[what]), "%s", text);
}

/* Appends to what is said. */
static void add(struct decision *d, u32 what, const char *text)
{
	size_t length = strlen(d->to->text[what]);

	snprintf(d->to->text[what] + length,
		 sizeof(d->to->text[what]) - length, "%s", text);
}

static void add_smt(struct decision *d, u32 what)
{
	if (has(d->cpu, FACT_HYPERVISOR))
		add(d, what, "; SMT Host state unknown");
	else
		add(d, what, d->cpu->smt ? "; SMT vulnerable" :
					   "; SMT disabled");
}

/* One VERW serves all that lies in buffers, if one of them asks for it. */
static void decide_mds(struct decision *d)
{
	if (is_off(d, MDS)) {
		say(d, MDS, VULNERABLE);
	} else {
		d->to->verw = true;
		say(d, MDS, has(d->cpu, FACT_MD_CLEAR) ?
				    "Mitigation: Clear CPU buffers" :
				    CLEAR_ATTEMPTED);
	}
	add_smt(d, MDS);
}

static void decide_taa(struct decision *d)
{
	if (!has(d->cpu, FACT_RTM)) {
		say(d, TSX_ASYNC_ABORT, "Mitigation: TSX disabled");
		return;
	}
	/* As in Linux, both options must be off to leave VERW out. */
	if (is_off(d, TSX_ASYNC_ABORT) && !d->to->verw) {
		say(d, TSX_ASYNC_ABORT, VULNERABLE);
	} else {
		d->to->verw = true;
		say(d, TSX_ASYNC_ABORT, has(d->cpu, FACT_MD_CLEAR) ?
			    "Mitigation: Clear CPU buffers" : CLEAR_ATTEMPTED);
	}
	add_smt(d, TSX_ASYNC_ABORT);
}

/* Of what MMIO leaves, what ring 3 can read is MDS's and TAA's way. */
static void decide_mmio(struct decision *d)
{
	bool clears = (d->cpu->arch_cap & ARCH_CAP_FB_CLEAR) ||
		      (has(d->cpu, FACT_MD_CLEAR) &&
		       has(d->cpu, FACT_FLUSH_L1D) &&
		       !(d->cpu->arch_cap & ARCH_CAP_MDS_NO));

	if (is_off(d, MMIO_STALE_DATA) && !d->to->verw)
		say(d, MMIO_STALE_DATA, VULNERABLE);
	else
		say(d, MMIO_STALE_DATA, clears ?
			    "Mitigation: Clear CPU buffers" : CLEAR_ATTEMPTED);
	add_smt(d, MMIO_STALE_DATA);
}

static void decide_rfds(struct decision *d)
{
	bool clears = d->cpu->arch_cap & ARCH_CAP_RFDS_CLEAR;

	if (is_off(d, REG_FILE_DATA_SAMPLING) && !d->to->verw) {
		say(d, REG_FILE_DATA_SAMPLING, VULNERABLE);
	} else if (clears) {
		d->to->verw = true;
		say(d, REG_FILE_DATA_SAMPLING,
		    "Mitigation: Clear Register File");
	} else {
		say(d, REG_FILE_DATA_SAMPLING, NO_MICROCODE);
	}
}

static void decide_srbds(struct decision *d)
{
	if ((d->cpu->arch_cap & ARCH_CAP_MDS_NO) && !has(d->cpu, FACT_RTM) &&
	    !is_bug(d, MMIO_STALE_DATA))
		say(d, SRBDS, "Mitigation: TSX disabled");
	else if (has(d->cpu, FACT_HYPERVISOR))
		say(d, SRBDS, ON_HYPERVISOR);
	else if (!has(d->cpu, FACT_SRBDS_CTRL))
		say(d, SRBDS, NO_MICROCODE);
	else
		say(d, SRBDS, "Mitigation: Microcode");
}

static void decide_gds(struct decision *d)
{
	bool microcode = d->cpu->arch_cap & ARCH_CAP_GDS_CTRL;

	if (has(d->cpu, FACT_HYPERVISOR)) {
		say(d, GATHER_DATA_SAMPLING, ON_HYPERVISOR);
	} else if (!microcode) {
		say(d, GATHER_DATA_SAMPLING, NO_MICROCODE);
	} else if (is_off(d, GATHER_DATA_SAMPLING)) {
		d->to->gds_off = true;
		say(d, GATHER_DATA_SAMPLING, VULNERABLE);
	} else {
		say(d, GATHER_DATA_SAMPLING, "Mitigation: Microcode");
	}
}

/* Clearing the history needs no help of the CPU; BHI_DIS_S costs nothing. */
static void decide_bhi(struct decision *d)
{
	if (is_off(d, BHI)) {
		add(d, SPECTRE_V2, "; BHI: Vulnerable");
	} else if (has(d->cpu, FACT_BHI_CTRL)) {
		d->to->spec_ctrl |= SPEC_CTRL_BHI_DIS_S;
		add(d, SPECTRE_V2, "; BHI: BHI_DIS_S");
	} else {
		d->to->clear_bhb = true;
		add(d, SPECTRE_V2, "; BHI: SW loop");
	}
}

/*
 * With enhanced IBRS a bit that is set once guards ring 0. Without it IBRS must
 * be set on each entry; Linux would rather have retpolines on old CPUs.
 */
static void decide_spectre_v2(struct decision *d)
{
	bool automatic = has(d->cpu, FACT_AUTOIBRS);
	bool enhanced = d->cpu->arch_cap & ARCH_CAP_IBRS_ALL;
	u8 choice = d->choices->of[SPECTRE_V2];
	const char *text = VULNERABLE;

	if (choice == CHOICE_OFF) {
		text = VULNERABLE;
	} else if ((automatic || enhanced) && choice != CHOICE_IBRS) {
		d->to->auto_ibrs = automatic;
		d->to->spec_ctrl |= automatic ? 0 : SPEC_CTRL_IBRS;
		text = "Mitigation: Enhanced / Automatic IBRS";
	} else if (has(d->cpu, FACT_IBRS) || has(d->cpu, FACT_AMD_IBRS)) {
		d->to->ibrs_entry = true;
		text = "Mitigation: IBRS";
	}
	say(d, SPECTRE_V2, text);
	if (is_bug(d, BHI) && choice != CHOICE_OFF)
		decide_bhi(d);
	else
		add(d, SPECTRE_V2, is_bug(d, BHI) ? "; BHI: Vulnerable" :
						    "; BHI: Not affected");
}

/* What guards against retbleed on Intel is spectre_v2's IBRS. */
static void decide_retbleed(struct decision *d)
{
	bool intel = d->cpu->vendor == CPU_INTEL && !is_off(d, RETBLEED);

	if (intel && d->to->ibrs_entry)
		say(d, RETBLEED, "Mitigation: IBRS");
	else if (intel && (d->to->spec_ctrl & SPEC_CTRL_IBRS))
		say(d, RETBLEED, "Mitigation: Enhanced IBRS");
	else
		say(d, RETBLEED, VULNERABLE);
}

/* Linux's default, a program's own choice by prctl, is not there. */
static void decide_ssb(struct decision *d)
{
	if (d->choices->of[SPEC_STORE_BYPASS] == CHOICE_ON &&
	    (has(d->cpu, FACT_SSBD) || has(d->cpu, FACT_AMD_SSBD))) {
		d->to->spec_ctrl |= SPEC_CTRL_SSBD;
		say(d, SPEC_STORE_BYPASS,
		    "Mitigation: Speculative Store Bypass disabled");
	} else {
		say(d, SPEC_STORE_BYPASS, VULNERABLE);
	}
}

/* Zen 1 and 2 without SMT are safe as they are. */
static void decide_srso(struct decision *d)
{
	bool old = d->cpu->family < 0x19;

	if (is_off(d, SPEC_RSTACK_OVERFLOW))
		say(d, SPEC_RSTACK_OVERFLOW, VULNERABLE);
	else if (old && !d->cpu->smt && !has(d->cpu, FACT_HYPERVISOR))
		say(d, SPEC_RSTACK_OVERFLOW, "Mitigation: SMT disabled");
	else
		say(d, SPEC_RSTACK_OVERFLOW,
		    has(d->cpu, FACT_IBPB_BRTYPE) ? VULNERABLE :
						    NO_MICROCODE);
}

/* Ring 0 runs no virtual machine, so CR4.VMXE is 0. */
static void decide_itlb(struct decision *d)
{
	say(d, ITLB_MULTIHIT, has(d->cpu, FACT_VMX) ?
				      "KVM: Mitigation: VMX disabled" :
				      "KVM: Mitigation: VMX unsupported");
}

/* An entry that is not present has 0, or the address of ring 3's own page. */
static void decide_l1tf(struct decision *d)
{
	say(d, L1TF, "Mitigation: PTEs not present are empty, or its own");
}

/* Ring 0 has these barriers on every CPU: lib/nospec.h, HAZARD spectre-v1. */
static void decide_spectre_v1(struct decision *d)
{
	say(d, SPECTRE_V1, "Mitigation: usercopy/swapgs barriers and __user "
			   "pointer sanitization");
}

/* pti=on does it on a CPU that needs it not, too. */
static void decide_meltdown(struct decision *d)
{
	d->to->pti = d->choices->of[MELTDOWN] == CHOICE_ON ||
		     (is_bug(d, MELTDOWN) && !is_off(d, MELTDOWN));
	if (is_bug(d, MELTDOWN))
		say(d, MELTDOWN, d->to->pti ? "Mitigation: PTI" : VULNERABLE);
}

static void decide_none(struct decision *d)
{
	if (is_bug(d, INDIRECT_TARGET_SELECTION))
		say(d, INDIRECT_TARGET_SELECTION, VULNERABLE);
	if (is_bug(d, MMIO_UNKNOWN))
		say(d, MMIO_STALE_DATA, "Unknown: No mitigations");
}

/* In an order: what asks for VERW first, and spectre_v2 before retbleed. */
static const struct {
	u32 bug;
	void (*decide)(struct decision *d);
} rules[] = {
	{ MDS, decide_mds },
	{ TSX_ASYNC_ABORT, decide_taa },
	{ REG_FILE_DATA_SAMPLING, decide_rfds },
	{ MMIO_STALE_DATA, decide_mmio },
	{ SRBDS, decide_srbds },
	{ GATHER_DATA_SAMPLING, decide_gds },
	{ SPECTRE_V1, decide_spectre_v1 },
	{ SPECTRE_V2, decide_spectre_v2 },
	{ RETBLEED, decide_retbleed },
	{ SPEC_STORE_BYPASS, decide_ssb },
	{ SPEC_RSTACK_OVERFLOW, decide_srso },
	{ ITLB_MULTIHIT, decide_itlb },
	{ L1TF, decide_l1tf },
};

void mitigations_choose(const struct cpu_facts *cpu, u32 bugs,
			const struct choices *choices,
			struct mitigations *mitigations)
{
	struct decision decision = { cpu, bugs, choices, mitigations };
	size_t i;

	memset(mitigations, 0, sizeof(*mitigations));
	for (i = 0; i < VULNERABILITIES; i++)
		say(&decision, i, NOT_AFFECTED);
	decide_none(&decision);
	decide_meltdown(&decision);
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		if (is_bug(&decision, rules[i].bug))
			rules[i].decide(&decision);
}

void mitigations_failed(struct mitigations *mitigations, u32 vulnerability)
{
	struct decision d = { .to = mitigations };

	if (strcmp(mitigations->text[vulnerability], NOT_AFFECTED))
		say(&d, vulnerability, VULNERABLE);
}
