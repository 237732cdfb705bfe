/* SPDX-License-Identifier: BSD-2-Clause */
/* tracer.elf's header. */

#include "boot/module.h"

MODULE_HEADER init=tracer_init
