/* SPDX-License-Identifier: BSD-2-Clause */
/* What a check needs of the CPU. */
#ifndef RING0_CHECK_NEEDS_H
#define RING0_CHECK_NEEDS_H

#include "check/check.h"

/* Why the check cannot run on this CPU; NULL if it can. */
const char *check_missing(const struct check *check);

#endif
