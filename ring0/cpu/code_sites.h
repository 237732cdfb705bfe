/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions that are written once, at boot, because the CPU decides what
 * they are: three bytes each, listed in a section with their places.
 */
#ifndef RING0_CPU_CODE_SITES_H
#define RING0_CPU_CODE_SITES_H

#include "types.h"

#define CODE_SITE_SIZE 3 /* bytes */

struct code_site {
	s32 place; /* from here */
	u32 bytes; /* the low three */
};

/* What the fast path's canonical test is with 5 levels: return_decision.h. */
extern const struct code_site __la57_sites_start[], __la57_sites_end[];

/* Writes all of [site, end). Before read_only_init(). */
void code_sites_write(const struct code_site *site,
		      const struct code_site *end);
/* Sets *byte to what [site, end) has for va, if it has anything. */
void code_sites_byte(const struct code_site *site, const struct code_site *end,
		     u64 va, u8 *byte);

#endif
