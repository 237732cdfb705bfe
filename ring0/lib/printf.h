/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * snprintf, freestanding: %d %i %u %x %X %o %c %s %p %%, the flags - 0 # + and
 * blank, width and precision (or *), and hh h l ll z t j. Anything else is
 * printed as it stands. Pure.
 */
#ifndef GATEHOUSE_PRINTF_H
#define GATEHOUSE_PRINTF_H

#include <stdarg.h>
#include <stddef.h>

/*
 * As in ISO C: they return the length that the whole output has, and always
 * terminate buffer unless size is 0.
 */
int vsnprintf(char *buffer, size_t size, const char *format, va_list args);
__attribute__((format(printf, 3, 4))) int snprintf(char *buffer, size_t size,
						   const char *format, ...);

#endif
