/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log: everything that is said goes, line by line, to every console that
 * answered. Lines end in CRLF on the wire.
 */
#ifndef RING0_LOG_CONSOLE_H
#define RING0_LOG_CONSOLE_H

#include "types.h"

/* One place the log goes to. Its write gives up in bounded time. */
struct console {
	const char *name;
	void (*write)(const char *text, size_t length);
};

/* Finds the consoles that options (console=) ask for, or COM1 and port 0xe9. */
void console_init(const char *options);

/* A "# console:" line for each that was found. */
void console_list(void);

/* As printf. '\n' ends a line. Cut at 512 bytes a call. */
__attribute__((format(printf, 1, 2))) void printk(const char *format, ...);

/* Ring 3's descriptors 1 and 2, all that it has open: they are the log. */
#define STDOUT 1
#define STDERR 2
static inline bool is_log(u32 fd)
{
	return fd == STDOUT || fd == STDERR;
}

/* What ring 3 writes: shown two columns further right, as KTAP nests. */
void console_write_ring3(const char *text, size_t length);

/* Ends a line that somebody left open. */
void console_end_line(void);

#endif
