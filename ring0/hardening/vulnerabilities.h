/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which of the CPU's vulnerabilities this CPU has, and what is done against
 * each: pure decisions, from facts that facts.c reads. The rules and the words
 * are Linux's (arch/x86/kernel/cpu/common.c and bugs.c; what it says in
 * /sys/devices/system/cpu/vulnerabilities), where Gatehouse does the same.
 */
#ifndef RING0_HARDENING_VULNERABILITIES_H
#define RING0_HARDENING_VULNERABILITIES_H

#include "types.h"

/* Bits of cpu_facts.has, named as in /proc/cpuinfo; facts.c says where. */
enum fact {
	FACT_HYPERVISOR,
	FACT_VMX,
	FACT_RDRAND,
	FACT_RDSEED,
	FACT_AVX,
	FACT_RTM,
	FACT_SRBDS_CTRL,
	FACT_MD_CLEAR,
	FACT_IBRS,
	FACT_FLUSH_L1D,
	FACT_ARCH_CAPABILITIES,
	FACT_SSBD,
	FACT_BHI_CTRL,
	FACT_AMD_IBRS,
	FACT_AMD_SSBD,
	FACT_AMD_SSB_NO,
	FACT_BTC_NO,
	FACT_AUTOIBRS,
	FACT_IBPB_BRTYPE,
	FACT_SRSO_NO,
	FACTS,
};

enum cpu_vendor { CPU_INTEL, CPU_AMD, CPU_HYGON, CPU_OTHER };

/* Bits of the MSR IA32_ARCH_CAPABILITIES (SDM vol. 4). */
#define ARCH_CAP_RDCL_NO (1ull << 0)
#define ARCH_CAP_IBRS_ALL (1ull << 1)
#define ARCH_CAP_RSBA (1ull << 2)
#define ARCH_CAP_SSB_NO (1ull << 4)
#define ARCH_CAP_MDS_NO (1ull << 5)
#define ARCH_CAP_PSCHANGE_MC_NO (1ull << 6)
#define ARCH_CAP_TSX_CTRL (1ull << 7)
#define ARCH_CAP_TAA_NO (1ull << 8)
#define ARCH_CAP_SBDR_SSDP_NO (1ull << 13)
#define ARCH_CAP_FBSDP_NO (1ull << 14)
#define ARCH_CAP_PSDP_NO (1ull << 15)
#define ARCH_CAP_FB_CLEAR (1ull << 17)
#define ARCH_CAP_BHI_NO (1ull << 20)
#define ARCH_CAP_GDS_CTRL (1ull << 25)
#define ARCH_CAP_GDS_NO (1ull << 26)
#define ARCH_CAP_RFDS_NO (1ull << 27)
#define ARCH_CAP_RFDS_CLEAR (1ull << 28)
#define ARCH_CAP_ITS_NO (1ull << 62)

struct cpu_facts {
	enum cpu_vendor vendor;
	u32 family, model, stepping;
	u32 has;      /* 1 << enum fact */
	u64 arch_cap; /* IA32_ARCH_CAPABILITIES, 0: there is none */
	bool atom;    /* an efficient core of a hybrid CPU */
	bool smt;     /* two threads of a core run */
};

static inline bool has(const struct cpu_facts *cpu, enum fact fact)
{
	return cpu->has >> fact & 1;
}

/* In the order of the directory in /sys. */
enum vulnerability {
	GATHER_DATA_SAMPLING,
	INDIRECT_TARGET_SELECTION,
	ITLB_MULTIHIT,
	L1TF,
	MDS,
	MELTDOWN,
	MMIO_STALE_DATA,
	REG_FILE_DATA_SAMPLING,
	RETBLEED,
	SPEC_RSTACK_OVERFLOW,
	SPEC_STORE_BYPASS,
	SPECTRE_V1,
	SPECTRE_V2,
	SRBDS,
	TSX_ASYNC_ABORT,
	VULNERABILITIES,
	/* These are parts of others, and have no files there. */
	MSBDS_ONLY = VULNERABILITIES,
	MMIO_UNKNOWN,
	BHI,
};

extern const char *const vulnerability_name[VULNERABILITIES];

/* Returns what the CPU has: bits 1 << enum vulnerability. */
u32 cpu_bugs(const struct cpu_facts *cpu);

/* What the options ask for each; mitigations=off sets CHOICE_OFF for all. */
enum choice {
	CHOICE_AUTO,
	CHOICE_OFF,
	CHOICE_ON,
	CHOICE_IBRS,
	CHOICE_EIBRS,
};

struct choices {
	u8 of[BHI + 1]; /* enum choice */
};

/* Bits of the MSR IA32_SPEC_CTRL. */
#define SPEC_CTRL_IBRS (1u << 0)
#define SPEC_CTRL_SSBD (1u << 2)
#define SPEC_CTRL_BHI_DIS_S (1u << 10)

/* What is to be done, and what is then true. */
struct mitigations {
	bool verw;	/* on the way to ring 3 */
	bool ibrs_entry; /* IBRS is set on entry, and cleared on the way out */
	bool clear_bhb; /* on entry by a gate */
	bool auto_ibrs; /* EFER.AIBRSE */
	bool gds_off;	/* IA32_MCU_OPT_CTRL.GDS_MITG_DIS */
	bool pti;	/* two page tables a program: pti/ */
	u32 spec_ctrl;	/* SPEC_CTRL_* that are set for good */
	char text[VULNERABILITIES][96];
};

void mitigations_choose(const struct cpu_facts *cpu, u32 bugs,
			const struct choices *choices,
			struct mitigations *mitigations);
/* What was chosen against it could not be done. */
void mitigations_failed(struct mitigations *mitigations, u32 vulnerability);

#endif
