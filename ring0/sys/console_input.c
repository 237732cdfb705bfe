/* SPDX-License-Identifier: BSD-2-Clause */
/* The console's input: none, until a module reads the serial port. */

#include "sys/console_input.h"
#include "mm/read_only.h"

/* Aligned, so that it lies in one page: read_only_patch(). */
struct console_input console_input RO_AFTER_INIT
	__attribute__((aligned(16)));

void console_input_set(const struct console_input *input)
{
	read_only_patch(&console_input, input, sizeof(*input));
}
