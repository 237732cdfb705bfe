/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLB. Ring 0's pages must not be global, or ring 3 would find them there
 * whatever CR3 has: CR4.PGE is 0. With PCIDs (SDM vol. 3, "Process-Context
 * Identifiers") the TLB keeps the entries of both tables, each with the number
 * of its own, and a write to CR3 with bit 63 set drops none. Without them each
 * write drops all.
 */

#include "pti/pti.h"
#include <cpuid.h>
#include "cpu_ops.h"

#define CPUID1_ECX_PCID (1u << 17)
#define CPUID7_EBX_INVPCID (1u << 10)
#define CR3_NO_FLUSH (1ull << 63)
/* Ring 0's is 0: code that writes CR3 need not know of PCIDs. */
#define PCID_RING3 1

static bool pcids, invpcid;

bool tlb_has_pcids(void)
{
	return pcids;
}

static void find_features(bool *has_pcid, bool *has_invpcid)
{
	u32 a, b, c = 0, d;

	*has_pcid = __get_cpuid(1, &a, &b, &c, &d) && (c & CPUID1_ECX_PCID);
	*has_invpcid = *has_pcid && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
		       (b & CPUID7_EBX_INVPCID);
}

/* CR4.PCIDE can be set only while CR3 has PCID 0. */
const char *tlb_init(void)
{
	bool has_pcid, has_invpcid;
	u64 cr4 = read_cr4() & ~X86_CR4_PGE;

	find_features(&has_pcid, &has_invpcid);
	if (!isolation_is_on()) {
		pcids = has_pcid;
		invpcid = has_invpcid;
	} else if (pcids > has_pcid || invpcid > has_invpcid) {
		return "the first CPU has PCIDs, and this one has not";
	}
	write_cr3(read_cr3() & PTE_ADDRESS);
	write_cr4(pcids ? cr4 | X86_CR4_PCIDE : cr4);
	return NULL;
}

void tlb_undo(void)
{
	write_cr4((read_cr4() & ~X86_CR4_PCIDE) | X86_CR4_PGE);
}

u64 tlb_ring0_cr3(u64 root_phys)
{
	return pcids ? root_phys | CR3_NO_FLUSH : root_phys;
}

u64 tlb_ring3_cr3(u64 root_phys)
{
	return pcids ? root_phys | CR3_NO_FLUSH | PCID_RING3 : root_phys;
}

static void flush_ring3(void)
{
	const struct {
		u64 pcid, address;
	} which = { PCID_RING3, 0 };
	u64 cr4 = read_cr4();

	if (invpcid) {
		asm volatile("invpcid %0, %1"
			     : : "m"(which), "r"(1ull) : "memory");
		return;
	}
	/* A change of PGE drops the entries of every PCID. */
	write_cr4(cr4 | X86_CR4_PGE);
	write_cr4(cr4);
}

void tlb_flush_both(void)
{
	write_cr3(read_cr3()); /* as it is read, bit 63 is 0 */
	if (pcids)
		flush_ring3();
}
