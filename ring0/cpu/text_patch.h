/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What has been changed in ring 0's code since it was loaded, besides STAC and
 * CLAC: hardening/ writes it, and HAZARD live-code (selftest/live_text.c) must
 * find just that.
 */
#ifndef RING0_CPU_TEXT_PATCH_H
#define RING0_CPU_TEXT_PATCH_H

#include "types.h"

#define TEXT_PATCHES 63
#define TEXT_PATCH_MAX 7 /* bytes: a CALL by a table */

struct text_patch {
	u64 va;
	u8 size;
	u8 bytes[TEXT_PATCH_MAX];
};

struct text_patches {
	u32 count;
	struct text_patch patch[TEXT_PATCHES];
};

/* Read-only: read_only_patch() alone changes it. In one page. */
extern struct text_patches text_patches;

#endif
