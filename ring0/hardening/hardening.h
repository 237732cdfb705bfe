/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the module share; hardening.c comes first for a reader. */
#ifndef RING0_HARDENING_HARDENING_H
#define RING0_HARDENING_HARDENING_H

#include "hardening/vulnerabilities.h"
#include "lib/options.h"

/* What the boot options ask for. */
struct wishes {
	bool table; /* the table of vulnerabilities in the log */
	bool mitigate; /* mitigations, one at least, was asked for */
	bool kstack_offset; /* randomize_kstack_offset=on */
	bool stack_erasing;
	bool debug_entry;
	bool context_tracking;
	struct choices choices;
	u32 set, clear; /* 1 << enum fact: setcpuid=, clearcpuid= */
};

/* facts.c: of the CPU that runs this. */
void facts_read(struct cpu_facts *cpu);
/* true: *fact is the one whose name is name's value. */
bool fact_named(const struct option *name, enum fact *fact);

/* wishes.c: reads the options; the log says which values are bad. */
void wishes_read(const char *options, struct wishes *wishes);

/*
 * apply.c: does what was chosen, by MSRs and by patching ring 0's code. NULL,
 * or why it could not.
 */
const char *mitigations_apply(const struct mitigations *mitigations);

/* apply.c: the entries from ring 3 lead to hooks.S; once is enough. */
const char *hook_entries(void);
/* apply.c: the same for what interrupts ring 0, but for interrupts. */
const char *hook_paranoid(void);

/* debug_entry.c: entries and ways out are checked. */
const char *debug_entry_apply(void);

/* context.c: the CPU's context is kept, and checked at each change. */
const char *context_tracking_apply(void);

/* stack.c: each handler's stack starts at an offset that nobody foresees. */
const char *kstack_offset_apply(void);
/* stack.c: the stack of a call is erased on the way to ring 3. */
const char *stack_erasing_apply(void);

/*
 * patch.c: replaces code of ring 0, or of the module, and notes it in
 * text_patches. Each returns NULL, or why it could not.
 *
 * patch_calls(): each call of function from entry code becomes one of hook.
 * patch_returns(): each way out, where the last five registers are popped,
 * calls return_to_ring3; once is enough. patch_open(): the jump at site over
 * optional code becomes a NOP. patch_handler_calls(): the dispatcher's CALL by
 * the table becomes one of hook, which has the row in rsi.
 */
const char *patch_calls(const void *function, const void *hook);
const char *patch_returns(void);
const char *patch_open(const void *site);
const char *patch_handler_calls(const void *table, const void *hook);

#endif
