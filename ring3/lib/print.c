/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output to the log. Every print() is one write call, so no other line gets
 * into the middle of its line. Ring 0 indents it, since KTAP nests a program's
 * rows in ring 0's.
 */
#include "ring3/lib/print.h"
#include "lib/printf.h"
#include "ring3/lib/sys.h"

static struct {
	unsigned int planned, done, failed;
} ktap;

void print(const char *format, ...)
{
	char line[PRINT_MAX];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (length >= (int)sizeof(line))
		length = sizeof(line) - 1;
	sys_write(STDOUT, line, length);
}

void ktap_plan(unsigned int rows)
{
	ktap.planned = rows;
	print("KTAP version 1\n");
	print("1..%u\n", rows);
}

bool ktap_row(bool ok, const char *name)
{
	ktap.done++;
	if (!ok)
		ktap.failed++;
	print("%sok %u - %s\n", ok ? "" : "not ", ktap.done, name);
	return ok;
}

void ktap_skip(const char *name, const char *reason)
{
	ktap.done++;
	print("ok %u - %s # SKIP %s\n", ktap.done, name, reason);
}

int ktap_end(void)
{
	if (ktap.done != ktap.planned)
		print("# %u rows were planned, %u run\n", ktap.planned,
		      ktap.done);
	return ktap.failed || ktap.done != ktap.planned;
}
