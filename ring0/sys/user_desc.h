/* SPDX-License-Identifier: BSD-2-Clause */
/* Linux's struct user_desc, a segment as modify_ldt and others are told it. */
#ifndef RING0_SYS_USER_DESC_H
#define RING0_SYS_USER_DESC_H

#include "cpu/gdt.h"

/* true: it asks for a descriptor that is cleared (Linux's LDT_empty()). */
bool user_desc_is_empty(const struct user_desc *info);

/* Returns the descriptor of that segment, of DPL 3 and never of 64 bits. */
struct descriptor user_desc_descriptor(const struct user_desc *info);

#endif
