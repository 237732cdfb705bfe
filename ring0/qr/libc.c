/* SPDX-License-Identifier: BSD-2-Clause */
/* What libqrcodegen wants of a C library, besides memcpy() and the like. */

#include "qr/qr.h"
#include "lib/string.h"
#include "panic/panic.h"

void __assert_fail(const char *condition, const char *file, unsigned int line,
		   const char *function);
void *__memset_chk(void *to, int byte, size_t size, size_t room);
void __stack_chk_fail(void);

void __assert_fail(const char *condition, const char *file, unsigned int line,
		   const char *function)
{
	panic("%s:%u: %s: %s", file, line, function, condition);
}

void *__memset_chk(void *to, int byte, size_t size, size_t room)
{
	if (size > room)
		panic("memset of %zu bytes in %zu", size, room);
	return memset(to, byte, size);
}

void __stack_chk_fail(void)
{
	panic("a canary has changed");
}

char *strchr(const char *text, int c)
{
	for (; *text != (char)c; text++)
		if (!*text)
			return NULL;
	return (char *)text;
}
