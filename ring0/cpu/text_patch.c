/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of changes to ring 0's code: none, until a module makes some. */

#include "cpu/text_patch.h"
#include "mm/read_only.h"

struct text_patches text_patches RO_AFTER_INIT __attribute__((aligned(1024)));
_Static_assert(sizeof(text_patches) <= 1024, "it lies in one page");
