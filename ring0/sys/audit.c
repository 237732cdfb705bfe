/* SPDX-License-Identifier: BSD-2-Clause */
/* How each record of Linux's audit log begins, whoever makes it. */

#include "sys/audit.h"
#include "log/console.h"
#include "sys/clock.h"

u32 audit_serial(void)
{
	static u32 last;

	return ++last;
}

void audit_print(const char *type, u64 microseconds, u32 serial)
{
	const u64 second = MICROSECONDS;

	printk("# audit: type=%s msg=audit(%lu.%03lu:%u): ", type,
	       microseconds / second, microseconds % second / 1000, serial);
}

static bool is_plain(const char *text)
{
	while (*text > ' ' && *text < 0x7f && *text != '"')
		text++;
	return !*text;
}

void audit_print_untrusted(const char *name, const char *text)
{
	if (is_plain(text)) {
		printk(" %s=\"%s\"", name, text);
		return;
	}
	printk(" %s=", name);
	for (; *text; text++)
		printk("%02X", (u8)*text);
}
