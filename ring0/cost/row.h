/* SPDX-License-Identifier: BSD-2-Clause */
/* A row of bench's output, as ring3/bench/README.md has it. Pure. */
#ifndef RING0_COST_ROW_H
#define RING0_COST_ROW_H

#include "log/page.h"

struct cost_row {
	enum page_gate gate;
	bool bare; /* the gate's two instructions alone; else a null call */
	u64 median;
	char unit[12]; /* of the median: "tick", for one */
};

/* false: the line is no such row, or one of another call. */
bool cost_row_read(const char *line, struct cost_row *row);

#endif
