/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the numbers in a program's arguments. */
#ifndef GATEHOUSE_RING3_NUMBER_H
#define GATEHOUSE_RING3_NUMBER_H

#include "types.h"

/* Reads a decimal number up to the first character that is no digit. */
static inline u64 number(const char *text)
{
	u64 value = 0;

	while (*text >= '0' && *text <= '9')
		value = 10 * value + (u64)(*text++ - '0');
	return value;
}

#endif
