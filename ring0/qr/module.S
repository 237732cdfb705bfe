/* SPDX-License-Identifier: BSD-2-Clause */
/* qr.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=qr_init
