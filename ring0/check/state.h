/* SPDX-License-Identifier: BSD-2-Clause */
/* The state that a check starts from. */
#ifndef RING0_CHECK_STATE_H
#define RING0_CHECK_STATE_H

#include "check/check.h"

/* An item's value, whichever way it is written. */
u64 item_value(const struct item *item);

/* The default state: into give, and into check_tables. */
void state_default(u64 *give, enum mode mode);
/* The default gate of the NMI; whether it is there. */
void state_nmi_gate(void);
bool state_nmi_lands(void);
/* What items change in it. */
void state_apply(u64 *give, const struct item *items);

#endif
