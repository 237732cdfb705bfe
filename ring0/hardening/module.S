/* SPDX-License-Identifier: BSD-2-Clause */
/* hardening.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=hardening_init
