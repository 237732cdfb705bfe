/* SPDX-License-Identifier: BSD-2-Clause */
/* trace.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=trace_init
