/* SPDX-License-Identifier: BSD-2-Clause */
/* ia32.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=ia32_init
