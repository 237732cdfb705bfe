/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of the program signal: each function says whether its row holds. */
#ifndef GATEHOUSE_SIGNAL_ROWS_H
#define GATEHOUSE_SIGNAL_ROWS_H

#include "types.h"

struct signal_row {
	bool (*holds)(void);
	const char *name;
};

/* frame.c: one row for each of many frames. */
#define FRAME_ROWS 5
void frame_rows(void);

/* fpu.c, sent.c and stack.c */
#define FPU_ROWS 6
#define SENT_ROWS 9
#define STACK_ROWS 4
extern const struct signal_row fpu_rows[FPU_ROWS], sent_rows[SENT_ROWS],
	stack_rows[STACK_ROWS];

#endif
