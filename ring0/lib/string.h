/* SPDX-License-Identifier: BSD-2-Clause */
/* ISO C's functions. Compilers call the first four even without a C library. */
#ifndef GATEHOUSE_STRING_H
#define GATEHOUSE_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t max);

#endif
