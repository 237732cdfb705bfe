/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What has been changed in ring 0's code since it was loaded, besides STAC and
 * CLAC: modules write it, and HAZARD live-code (selftest/live_text.c) must
 * find just that.
 */
#ifndef RING0_CPU_TEXT_PATCH_H
#define RING0_CPU_TEXT_PATCH_H

#include "types.h"

#define TEXT_PATCHES 127
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

/* Read-only: text_patch_write() alone changes it. In one page. */
extern struct text_patches text_patches;

/*
 * Replaces size bytes of code by bytes, and notes it. Once, at boot, while no
 * other CPU runs. NULL, or why it could not.
 */
const char *text_patch_write(const u8 *at, const u8 *bytes, u8 size);

#endif
