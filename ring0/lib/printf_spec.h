/* SPDX-License-Identifier: BSD-2-Clause */
/* One conversion in a printf format. */
#ifndef GATEHOUSE_PRINTF_SPEC_H
#define GATEHOUSE_PRINTF_SPEC_H

#include <stdarg.h>
#include "types.h"

struct spec {
	bool left;	/* - */
	bool zero;	/* 0 */
	bool alternate; /* # */
	char sign;	/* before a positive number: '+', ' ', or 0 for none */
	s64 width;
	s64 precision; /* negative: the format has none */
	size_t bytes;  /* size of an integer argument */
	char conversion;
};

/* A va_list may be an array type; in a struct it can be passed by address. */
struct arguments {
	va_list list;
};

/* Reads what follows a '%'. Returns where the conversion's letter is. */
const char *read_spec(const char *format, struct spec *spec,
		      struct arguments *args);

#endif
