/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Puts a check into words: what was done, what must be seen, what was seen.
 * Each is one line: the check's id, then "name=value" words.
 */

#include "check/report.h"
#include "log/console.h"
#include "panic/panic.h"
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
					     "SYSENTER", "hung",
					     "reset" };

	if (event >= ARRIVED)
		report(" event=%s",
		       other[(event - ARRIVED) % ARRAY_SIZE(other)]);
	else if (event < X86_EXCEPTIONS && vector_name(event)[0] != 'v')
		report(" event=%.3s", vector_name(event));
	else
		report(" event=vector-%u", (u32)event);
}

/* Without these a reader cannot run the code again. */
static bool is_always_given(u32 field)
{
	return field == FIELD_IP || field == FIELD_SP || field == FIELD_FLAGS ||
	       field == FIELD_CR0 || field == FIELD_CR4 || field == FIELD_EFER;
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

/* The instruction with its bytes, and the mode. */
static void report_code(const struct check *check)
{
	static const char *const mode[] = { "64-bit, CPL 3", "32-bit, CPL 3",
					    "64-bit, CPL 0", "32-bit, CPL 0" };
	u32 i;

	report(" %s (", check->code.text);
	for (i = 0; i < check->code.size; i++)
		report("%s%02x", i ? " " : "", (u8)check->code.bytes[i]);
	report("), %s;", mode[check->mode]);
}

/* A segment or system descriptor, by the names of the manual's figures. */
static void report_descriptor(u32 selector, const struct descriptor *d)
{
	u64 base = d->base_low | (u64)d->base_high << 24;

	if (!d->s) /* of 16 bytes: the next entry has bits 63:32 */
		base |= (u64)(d[1].limit_low | d[1].base_low << 16) << 32;
	report(" gdt[%#x](base=%#llx limit=%#x type=%#x S=%u DPL=%u P=%u L=%u "
	       "D/B=%u G=%u)",
	       selector, (unsigned long long)base,
	       (u32)(d->limit_low | d->limit_high << 16), d->type, d->s, d->dpl,
	       d->p, d->l, d->d, d->g);
}

/* A gate of the IDT, or a call gate in the GDT. */
static void report_gate(const char *table, u32 entry,
			const struct gate_descriptor *g)
{
	u64 offset = g->offset_low | (u64)g->offset_middle << 16 |
		     (u64)g->offset_high << 32;

	report(" %s[%#x](selector=%#x offset=%#llx IST=%u type=%#x S=%u DPL=%u "
	       "P=%u",
	       table, entry, g->selector, (unsigned long long)offset, g->ist,
	       g->type, g->s, g->dpl, g->p);
	if (g->reserved)
		report(" upper=%#x", g->reserved);
	report(")");
}

/* Call gates are the GDT's only entries that are not segments. */
static void report_gdt(const struct check *check, const struct descriptor *gdt)
{
	const struct item *item;

	for (item = check->items; item->op; item++)
		if (item->op == OP_DESCRIPTOR)
			report_descriptor(item->entry & ~7,
					  &gdt[item->entry / 8]);
		else if (item->op == OP_CALL_GATE)
			report_gate("gdt", item->entry & ~7,
				    (const void *)&gdt[item->entry / 8]);
}

/* All that differs from the default state, whoever changed it. */
void report_done(const struct check *check, const struct experiment *x)
{
	static u64 usual[FIELDS];
	const struct gate_descriptor *gate = x->tables.idt.gate;
	u32 i;

	state_default(usual, check->mode);
	begin(check, "done");
	report_code(check);
	for (i = 0; i < FIELDS; i++)
		if (is_always_given(i) || x->given[i] != usual[i])
			report_field(i, x->given[i]);
	report_gdt(check, x->tables.gdt);
	for (i = 0; i < VECTORS; i++)
		if (memcmp(gate + i, check_tables.idt.gate + i, sizeof(*gate)))
			report_gate("idt", i, gate + i);
	if (check->prepare == prepare_interrupt)
		report(" pending=vector-%u", INTERRUPT_VECTOR);
	report("\n");
}

void report_want(const struct check *check, const struct experiment *x)
{
	const struct item *item;

	begin(check, "want");
	for (item = check->items; item->op; item++) {
		u64 value = item_value(item);
		u32 op = item->op;

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
	bool shown[FIELDS] = { false };
	u32 i;

	begin(check, "saw");
	for (i = 0; i < ARRAY_SIZE(always); i++) {
		report_field(always[i], x->seen[always[i]]);
		shown[always[i]] = true;
	}
	for (item = check->items; item->op; item++) {
		if (item->op < OP_SAW || shown[item->field])
			continue;
		shown[item->field] = true;
		report_field(item->field, x->seen[item->field]);
	}
	report("\n");
}
