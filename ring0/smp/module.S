/* SPDX-License-Identifier: BSD-2-Clause */
/* smp.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=smp_init
