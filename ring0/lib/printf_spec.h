/* SPDX-License-Identifier: BSD-2-Clause */
/* One conversion of printf's. */
#ifndef GATEHOUSE_PRINTF_SPEC_H
#define GATEHOUSE_PRINTF_SPEC_H

#include <stdarg.h>
#include "types.h"

struct spec {
	bool left;	/* - */
	bool zero;	/* 0 */
	bool alternate; /* # */
	char sign;	/* what a positive number gets: '+', ' ' or 0 */
	s64 width;
	s64 precision; /* negative: none was given */
	size_t bytes;  /* of an integer argument */
	char conversion;
};

/* A va_list in a struct can be handed on by address on every ABI. */
struct arguments {
	va_list list;
};

/* Reads what is behind a '%'; returns the conversion's place. */
const char *read_spec(const char *format, struct spec *spec,
		      struct arguments *args);

#endif
