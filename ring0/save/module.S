/* SPDX-License-Identifier: BSD-2-Clause */
/* save.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=save_init
