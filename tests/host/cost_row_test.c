/* SPDX-License-Identifier: BSD-2-Clause */
/* bench's rows, as the screen's page reads them. */
#include <string.h>
#include "tap.h"
#include "types.h"
#include "cost/row.c"

#define REST " return=fast samples=1000 clock=tsc unit=tick min=260 mode=286" \
	     " median=290 p99=364 max=10504"

static const struct {
	const char *line;
	struct cost_row row; /* median 0: it is refused */
} lines[] = {
	{ "# bench: gate=syscall bits=64 call=getpid" REST,
	  { PAGE_SYSCALL, false, 290, "tick" } },
	{ "# bench: gate=syscall bits=32 call=floor" REST,
	  { PAGE_SYSCALL_32, true, 290, "tick" } },
	{ "# bench: gate=int80 bits=64 call=getpid" REST,
	  { PAGE_INT80, false, 290, "tick" } },
	{ "# bench: gate=sysenter bits=64 call=floor unit=instruction median=2",
	  { PAGE_SYSENTER, true, 2, "instruction" } },
	{ "# bench: gate=syscall bits=64 call=getpid", {0} },
	{ "# bench: gate=syscall bits=64 call=unknown" REST, {0} },
	{ "# bench: gate=int80 bits=32 call=getpid" REST, {0} },
	{ "# bench: gate=other bits=64 call=getpid" REST, {0} },
	{ "# bench: gate=syscall bits=64 call=getpid unit=tick median=", {0} },
	{ "# bench: gate=syscall bits=64 call=getpid unit=tick median=x", {0} },
	{ "# bench: gate=syscall bits=64 call=getpid unit= median=1", {0} },
	{ "# bench: gate=syscall bits=64 call=getpid unit=thousandths median=1",
	  { PAGE_SYSCALL, false, 1, "thousandths" } },
	{ "# bench: gate=syscall bits=64 call=getpid unit=millionths_ median=1",
	  { PAGE_SYSCALL, false, 1, "millionths_" } },
	{ "# bench: gate=syscall bits=64 call=getpid unit=millionths__ "
	  "median=1", {0} },
	{ "# bench: gate=syscall bits=64 call=getpid unit=tick "
	  "median=99999999999999999999", {0} },
	{ "# excluded: gate=syscall bits=64 call=getpid" REST, {0} },
	{ "# bench: ", {0} },
	{ "", {0} },
};

int main(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		const char *line =
			exact_copy(lines[i].line, strlen(lines[i].line) + 1);
		const struct cost_row *is = &lines[i].row;
		struct cost_row row = { 0 };
		bool taken = cost_row_read(line, &row);

		check(taken == !!is->median, "%s: %s", line,
		      taken ? "taken" : "refused");
		check(!taken || (row.gate == is->gate &&
				 row.bare == is->bare &&
				 row.median == is->median &&
				 !strcmp(row.unit, is->unit)),
		      "%s: %u %u %lu %s", line, row.gate, row.bare, row.median,
		      row.unit);
		free((void *)line);
	}
	result("rows of a null call and of the floor are read, others are not");
	return tap_end();
}
