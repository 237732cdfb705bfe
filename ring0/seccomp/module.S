/* SPDX-License-Identifier: BSD-2-Clause */
/* seccomp.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=seccomp_init
