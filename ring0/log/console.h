/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log. Every line goes to every console that answered; on the wire lines
 * end in CRLF. A driver of a console is one file that registers itself.
 */
#ifndef RING0_LOG_CONSOLE_H
#define RING0_LOG_CONSOLE_H

#include "lib/options.h"

/* One place that the log goes to. */
struct console {
	const char *name; /* what the "# console:" line says of it */
	/* Gives up in bounded time if the device stops answering. */
	void (*write)(const struct console *console, const char *text,
		      size_t length);
	struct console *next; /* console_register() fills it */
};

/*
 * A driver's init function looks for its device, and calls console_register()
 * if the device answers. console_init() calls all of them, in link order
 * (ring0.lds, .con_initcall). Serial ports are found by dev/serial.c.
 */
typedef void console_initcall(const char *options);
#define CONSOLE_INITCALL(function)                                      \
	static console_initcall *const function##_call                  \
		__attribute__((used, section(".con_initcall"))) = function

/*
 * From now on the log goes to console, too. It must stay where it is. It gets
 * what was printed so far as well, if that is kept (console_keep_no_more()).
 */
void console_register(struct console *console);

/* All consoles that want the log's beginning have been registered. */
void console_keep_no_more(void);

/* Some driver can use this value of console=, or it is "none". */
bool console_accepts(const struct option *option);

/* Calls the drivers, then ends the line that the firmware left open. */
void console_init(const char *options);

/* Prints a "# console:" line for each console. */
void console_list(void);

/*
 * Prints to the log as printf does. '\n' ends a line. What exceeds 511 bytes in
 * one call is cut off.
 */
__attribute__((format(printf, 1, 2))) void printk(const char *format, ...);

/* Writes ring 3's text to the log, indented by two blanks, as KTAP nests. */
void console_write_ring3(const char *text, size_t length);

/* Ends the current line, if something was written to it. */
void console_end_line(void);

/*
 * Takes all text before it comes to the consoles: the CPU that it is called on
 * may keep a log of its own. No text ends the line. ring3: it is a program's.
 * Returns false if it is for the consoles.
 */
typedef bool console_divert(const char *text, size_t length, bool ring3);
/* Returns the last one, or NULL. NULL: takes nothing. */
console_divert *console_set_divert(console_divert *divert);

#endif
