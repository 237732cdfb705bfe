/* SPDX-License-Identifier: BSD-2-Clause */
/* pti.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=pti_init
