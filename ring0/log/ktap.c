/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints results as KTAP version 1 (Linux, Documentation/dev-tools/ktap.rst),
 * and the end line, whose PASS or FAIL follows from them.
 */

#include "log/ktap.h"
#include <stdarg.h>
#include "log/console.h"
#include "log/page.h"
#include "lib/printf.h"

static u32 planned, passed_count, failed_count;

void ktap_plan(u32 results)
{
	planned = results;
	printk("KTAP version 1\n1..%u\n", results);
	page_plan(results);
}

void ktap_result(bool passed, const char *format, ...)
{
	char name[160];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	if (passed)
		passed_count++;
	else
		failed_count++;
	console_end_line();
	printk("%sok %u - %s\n", passed ? "" : "not ",
	       passed_count + failed_count, name);
	page_result(passed, name);
}

bool ktap_end(bool panicked)
{
	static bool ended;
	bool passed = !panicked && !failed_count && passed_count == planned;

	if (ended)
		return passed;
	ended = true;
	console_end_line();
	printk("# totals: pass:%u fail:%u missing:%u\n", passed_count,
	       failed_count, planned - passed_count - failed_count);
	printk("# gatehouse: end: %s\n", passed ? "PASS" : "FAIL");
	page_end(passed);
	return passed;
}
