/* SPDX-License-Identifier: BSD-2-Clause */
#include "hostile.h"
const struct group attack_group = { "attacks", NULL, 0 };
