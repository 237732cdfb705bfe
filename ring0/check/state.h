/* SPDX-License-Identifier: BSD-2-Clause */
/* The state that a check starts from. */
#ifndef RING0_CHECK_STATE_H
#define RING0_CHECK_STATE_H

#include "check/check.h"

/* An item's value; one from the edge depends on the paging mode. */
u64 item_value(const struct item *item);

/* The default state: into give, and into check_tables. */
void state_default(u64 *give, enum mode mode);
/* Restores the NMI's default gate; says whether it is that one. */
void state_nmi_gate(void);
bool state_nmi_lands(void);
/* Changes in it what the items say. */
void state_apply(u64 *give, const struct item *items);

#endif
