/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What programs read from the console. Each hook is NULL, and the console at
 * its end, unless a module (more/) serves it.
 */
#ifndef RING0_SYS_CONSOLE_INPUT_H
#define RING0_SYS_CONSOLE_INPUT_H

#include "types.h"

struct console_input {
	/* true: read() has something to return at once. */
	bool (*ready)(void);
	/* As read(2). wait: until a line is there, or a signal. */
	long (*read)(u64 buffer, u64 count, bool wait);
};

/* Read-only, as code is. */
extern struct console_input console_input;

/* After read_only_init(). input is copied. */
void console_input_set(const struct console_input *input);

#endif
