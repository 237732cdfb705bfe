/* SPDX-License-Identifier: BSD-2-Clause */
/* check.elf's header. */

#include "boot/module.h"

MODULE_HEADER
