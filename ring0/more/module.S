/* SPDX-License-Identifier: BSD-2-Clause */
/* more.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=more_init
