/* SPDX-License-Identifier: BSD-2-Clause */
/* The address space in which checks run: check.h says where things are. */
#ifndef RING0_CHECK_SPACE_H
#define RING0_CHECK_SPACE_H

#include "types.h"

struct check_space {
	u64 cr3;
	u64 edge;   /* the first address that is not canonical */
	u8 *code;   /* the page of USER_CODE, through the direct map */
	u64 *words; /* word0, the same way */
};
extern struct check_space check_space;

/* Maps it at the first call; panics if there is no memory. */
void space_init(void);

/* Whether ip is in the page of code, at one of its three addresses. */
bool space_is_code(u64 ip);

#endif
