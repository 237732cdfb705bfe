/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Puts a check into words: what was done, what must be seen, what was seen.
 * Each is one line of "name=value" words behind the check's id.
 */

#include "check/report.h"
#include "log/console.h"
#include "panic/fault_report.h"
#include "lib/printf.h"
#include "check/state.h"
#include "lib/string.h"

#define LINE 160

static const char *const field_name[] = {
#define FIELD(name, text) [FIELD_##name] = text,
#include "check/fields.h"
#undef FIELD
};

void report(const char *format, ...)
{
	char text[LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	console_write_ring3(text, strlen(text));
}

int check_id_length(const struct check *check)
{
	int length = 0;

	while (check->name[length] && check->name[length] != ' ')
		length++;
	return length;
}

static void begin(const struct check *check, const char *what)
{
	report("# %.*s %s:", check_id_length(check), check->name, what);
}

/* "#GP", "NMI", "vector-77", "LSTAR" */
static void report_event(u64 event)
{
	static const char *const other[] = { "arrived", "LSTAR", "CSTAR",
					     "SYSENTER", "hung" };

	if (event >= ARRIVED)
		report(" event=%s", other[(event - ARRIVED) % 5]);
	else if (event < X86_EXCEPTIONS && vector_name(event)[0] != 'v')
		report(" event=%.3s", vector_name(event));
	else
		report(" event=vector-%u", (u32)event);
}

static void report_field(u32 field, u64 value)
{
	if (field == FIELD_EVENT)
		report_event(value);
	else if (field == FIELD_ERROR && value == (u64)NO_ERROR)
		report(" error=none");
	else
		report(" %s=%#llx", field_name[field],
		       (unsigned long long)value);
}

void report_done(const struct check *check, const struct experiment *x)
{
	static const char *const mode[] = { "64-bit, CPL 3", "32-bit, CPL 3",
					    "64-bit, CPL 0", "32-bit, CPL 0" };
	static const u8 always[] = { FIELD_IP, FIELD_SP, FIELD_FLAGS };
	const struct item *item;
	u32 i;

	begin(check, "done");
	report(" %s (", check->code.text);
	for (i = 0; i < check->code.size; i++)
		report("%s%02x", i ? " " : "", (u8)check->code.bytes[i]);
	report("), %s;", mode[check->mode]);
	for (i = 0; i < ARRAY_SIZE(always); i++)
		report_field(always[i], x->given[always[i]]);
	for (item = check->items; item->op; item++)
		if ((item->op & OP_MASK) < OP_SAW && item->field != FIELD_IP &&
		    item->field != FIELD_SP && item->field != FIELD_FLAGS)
			report_field(item->field,
				     (item->op & OP_MASK) == OP_GIVE ?
					     item_value(item) :
					     x->given[item->field]);
	report("\n");
}

void report_want(const struct check *check, const struct experiment *x)
{
	const struct item *item;

	begin(check, "want");
	for (item = check->items; item->op; item++) {
		u64 value = item_value(item);
		u32 op = item->op & OP_MASK;

		if (op == OP_IS)
			report_field(item->field, value);
		else if (op == OP_KEEPS)
			report_field(item->field, x->given[item->field]);
		else if (op == OP_HAS || op == OP_LACKS)
			report(" %s&%#llx=%#llx", field_name[item->field],
			       (unsigned long long)value,
			       (unsigned long long)(op == OP_HAS ? value : 0));
	}
	report("\n");
}

/* The event and its frame always, then every other field that is judged. */
void report_saw(const struct check *check, const struct experiment *x)
{
	static const u8 always[] = { FIELD_EVENT, FIELD_ERROR, FIELD_CS,
				     FIELD_IP,	  FIELD_SS,    FIELD_SP,
				     FIELD_FLAGS };
	const struct item *item;
	u64 shown = 0;
	u32 i;

	_Static_assert(FIELDS <= 2 * 64, "shown");
	begin(check, "saw");
	for (i = 0; i < ARRAY_SIZE(always); i++) {
		report_field(always[i], x->seen[always[i]]);
		shown |= 1ull << always[i];
	}
	for (item = check->items; item->op; item++) {
		if ((item->op & OP_MASK) < OP_SAW)
			continue;
		if (item->field < 64 && shown & 1ull << item->field)
			continue;
		if (item->field < 64)
			shown |= 1ull << item->field;
		report_field(item->field, x->seen[item->field]);
	}
	report("\n");
}
