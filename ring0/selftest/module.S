/* SPDX-License-Identifier: BSD-2-Clause */
/* selftest.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=selftest_init
