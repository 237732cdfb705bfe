/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page on the screen, to be photographed: the machine, a row for each gate,
 * how far the run has come, what has failed, and PASS or FAIL. A panic takes
 * the page over. Without a screen each function does nothing.
 */
#ifndef RING0_LOG_PAGE_H
#define RING0_LOG_PAGE_H

#include "log/screen.h"

/* The rows. boot/machine_page.c fills PAGE_MACHINE and PAGE_GATES. */
enum page_row {
	PAGE_TITLE = 0,
	PAGE_MACHINE = 2,  /* four rows */
	PAGE_GATES = 7,	   /* a heading, and four rows */
	PAGE_PROGRESS = 13,
	PAGE_LOG = 14,	   /* the log's last line */
	PAGE_FAILED = 15,  /* three rows */
	PAGE_VERDICT = 18, /* SCREEN_BIG_ROWS rows */
};
#define PAGE_LABEL 11 /* columns of the label that begins a row */
#define PAGE_COST 47 /* the column where a gate's cost begins (cost/draw.c) */

/* The rows of gates, in their order. */
enum page_gate {
	PAGE_SYSCALL,
	PAGE_SYSENTER,
	PAGE_INT80,
	PAGE_SYSCALL_32,
	PAGE_GATE_ROWS,
};

/* Prints a row of the page: a label, and text as printf makes it. */
#define page_print(row, label, ...)                                         \
	do {                                                                \
		screen_print(row, 0, PAGE_LABEL, STYLE_LABEL, " %s", label);\
		screen_print(row, PAGE_LABEL, SCREEN_COLUMNS - PAGE_LABEL,  \
			     STYLE_TEXT, __VA_ARGS__);                      \
	} while (0)

/* Draws the empty page. From here on it shows the log's last line. */
void page_init(void);

/* Shows progress: so many results are planned; name is one of them. */
void page_plan(u32 results);
void page_result(bool passed, const char *name);

/* The rest of the log fills the page, below the word PANIC. */
void page_panic(void);

/* Shows PASS or FAIL, large. */
void page_end(bool passed);

#endif
