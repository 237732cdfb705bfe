/* SPDX-License-Identifier: BSD-2-Clause */
/* What pages refuse: F-222, F-223, F-225, F-226. */

#include "check/check.h"

#define CODE_READ CODE("mov (%rdi), %eax", "\x8b\x07")
#define CODE_WRITE CODE("mov %eax, (%rdi)", "\x89\x07")
#define STAC "\x0f\x01\xcb"
#define CODE_STAC_READ CODE("stac; mov (%rdi), %eax", STAC "\x8b\x07")
#define CODE_CLAC_READ CODE("clac; mov (%rdi), %eax", "\x0f\x01\xca\x8b\x07")
#define NOP CODE("nop", "\x90")

/* A page fault's error code (SDM vol. 3, "Page-Fault Exceptions"). */
#define PF_P (1 << 0)
#define PF_W (1 << 1)
#define PF_U (1 << 2)
#define PF_I (1 << 4)
#define PAGE_FAULT(error, address) \
	IS(EVENT, X86_TRAP_PF), IS(ERROR, error), IS(CR2, address)

#define SMAP(name, code, ...)                                             \
	CHECK_NEED(NEED_SMAP, name, "SDM 3A, Access Rights", CODE_##code, \
		   RING0, BOTH, ON(CR4, X86_CR4_SMAP), __VA_ARGS__)

/*
 * Why: the U/S bit is what separates the rings' memory. SMEP and SMAP keep ring
 * 0 from ring 3's pages, so that a stray pointer does not run or read what ring
 * 3 wrote there. The error code tells a kernel whose fault it was: P, W, U and
 * I.
 *
 * On what: reads, writes and fetches of each ring's page from each ring, a page
 * that is not present, one that is read-only, one that is not executable; AC
 * with SMAP.
 *
 * Expected: #PF with CR2 the address, and an error code that names the access.
 */
static const struct check checks[] = {
	CHECK_NEED(NEED_SMEP,
		   "F-222 SMEP: fetch of ring 3's page at CPL 0: #PF",
		   "SDM 3A, Access Rights", NOP, RING0, BOTH,
		   ON(CR4, X86_CR4_SMEP), GIVE(IP, USER_CODE),
		   PAGE_FAULT(PF_P | PF_I, USER_CODE), IS(CS, SEL_KERNEL_CODE),
		   IS(IP, USER_CODE)),
	CHECK("F-222.0 fetch of ring 3's page at CPL 0, CR4.SMEP=0: works",
	      "SDM 3A, Access Rights", NOP, RING0, BOTH, OFF(CR4, X86_CR4_SMEP),
	      GIVE(IP, USER_CODE), IS(EVENT, ARRIVED)),
	SMAP("F-223 SMAP: read of ring 3's page at CPL 0: #PF", READ,
	     GIVE(DI, USER_SP), PAGE_FAULT(PF_P, USER_SP), IS(IP, KERNEL_CODE)),
	SMAP("F-223.W SMAP: write to ring 3's page at CPL 0: #PF", WRITE,
	     GIVE(DI, USER_SP), PAGE_FAULT(PF_P | PF_W, USER_SP),
	     IS(IP, KERNEL_CODE)),
	SMAP("F-223.AC SMAP, AC=1: read of ring 3's page at CPL 0 works", READ,
	     GIVE(DI, USER_SP), ON(FLAGS, X86_EFLAGS_AC), IS(EVENT, ARRIVED)),
	SMAP("F-223.CLAC SMAP, CLAC, read of ring 3's page: #PF", CLAC_READ,
	     GIVE(DI, USER_SP), ON(FLAGS, X86_EFLAGS_AC),
	     PAGE_FAULT(PF_P, USER_SP), IS(IP, KERNEL_CODE + 3),
	     LACKS(FLAGS, X86_EFLAGS_AC)),
	SMAP("F-223.STAC SMAP, STAC, read of ring 3's page: works", STAC_READ,
	     GIVE(DI, USER_SP), IS(EVENT, ARRIVED), HAS(FLAGS, X86_EFLAGS_AC)),
	CHECK_NEED(NEED_SMAP, "F-223.3 STAC at CPL 3: #UD", SDM("STAC"),
		   CODE("stac", STAC), RING3, BOTH, IS(EVENT, X86_TRAP_UD),
		   IS(IP, USER_CODE), LACKS(FLAGS, X86_EFLAGS_AC)),
	CHECK("F-225 read of ring 0's page at CPL 3: #PF, P=1 U=1",
	      "SDM 3A, Access Rights", CODE_READ, RING3, BOTH,
	      GIVE(DI, KERNEL_SP), PAGE_FAULT(PF_P | PF_U, KERNEL_SP),
	      IS(IP, USER_CODE)),
	CHECK("F-225.W write to ring 0's page at CPL 3: #PF, P=1 W=1 U=1",
	      "SDM 3A, Access Rights", CODE_WRITE, RING3, BOTH,
	      GIVE(DI, KERNEL_SP), PAGE_FAULT(PF_P | PF_W | PF_U, KERNEL_SP),
	      IS(IP, USER_CODE)),
	CHECK("F-225.X fetch of ring 0's page at CPL 3: #PF, P=1 U=1 I=1",
	      "SDM 3A, Access Rights", NOP, RING3, BOTH, GIVE(IP, KERNEL_CODE),
	      PAGE_FAULT(PF_P | PF_U | PF_I, KERNEL_CODE),
	      IS(CS, SEL_USER_CODE), IS(IP, KERNEL_CODE)),
	CHECK("F-225.0 read of no page at CPL 3: #PF, P=0 U=1",
	      "SDM 3A, Access Rights", CODE_READ, RING3, BOTH, GIVE(DI, 8),
	      PAGE_FAULT(PF_U, 8), IS(IP, USER_CODE)),
	CHECK("F-225.WP write to read-only page at CPL 0, CR0.WP=1: #PF",
	      "SDM 3A, Access Rights", CODE_WRITE, RING0, BOTH,
	      ON(CR0, X86_CR0_WP), GIVE(DI, KERNEL_CODE + 0x100),
	      PAGE_FAULT(PF_P | PF_W, KERNEL_CODE + 0x100),
	      IS(IP, KERNEL_CODE)),
	CHECK("F-226 fetch of a no-execute page at CPL 3: #PF, P=1 U=1 I=1",
	      "SDM 3A, Access Rights", NOP, RING3, BOTH, GIVE(IP, USER_SP),
	      PAGE_FAULT(PF_P | PF_U | PF_I, USER_SP), IS(IP, USER_SP)),
	CHECK("F-226.0 fetch of a no-execute page at CPL 0: #PF, P=1 I=1",
	      "SDM 3A, Access Rights", NOP, RING0, BOTH, GIVE(IP, KERNEL_SP),
	      PAGE_FAULT(PF_P | PF_I, KERNEL_SP), IS(IP, KERNEL_SP)),
};

const struct check_table check_pages = { checks, ARRAY_SIZE(checks) };
