/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signal tests signals against the x86-64 ABI and Linux: what a frame holds and
 * where it lies, that a handler loses no register of the program's, and when a
 * signal that the program sends itself is delivered.
 */
#include "ring3/lib/print.h"
#include "signal_rows.h"

int main(void);

static void run(const struct signal_row *row, size_t count)
{
	for (; count--; row++)
		ktap_row(row->holds(), row->name);
}

int main(void)
{
	ktap_plan(FRAME_ROWS + FPU_ROWS + SENT_ROWS + STACK_ROWS);
	frame_rows();
	run(fpu_rows, FPU_ROWS);
	run(sent_rows, SENT_ROWS);
	run(stack_rows, STACK_ROWS);
	return ktap_end();
}
