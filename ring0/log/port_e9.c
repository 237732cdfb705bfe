/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console at port 0xe9: the debugcon of QEMU and Bochs. A read of the port
 * returns 0xe9 where an emulator listens.
 */

#include "log/console.h"
#include "cpu_ops.h"

#define PORT_E9 0xe9

static void port_e9_write(const struct console *console, const char *text,
			  size_t length)
{
	(void)console;
	while (length--)
		outb(PORT_E9, *text++);
}

static void port_e9_init(const char *options)
{
	static struct console port_e9 = {
		.name = "port 0xe9",
		.write = port_e9_write,
	};

	(void)options;
	if (inb(PORT_E9) == PORT_E9)
		console_register(&port_e9);
}
CONSOLE_INITCALL(port_e9_init);
