/* SPDX-License-Identifier: BSD-2-Clause */
/* cost.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=cost_init
