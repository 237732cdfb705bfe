/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a check's code: prepares memory and tables, saves the machine, enters
 * the code, records where it ended, and puts everything back. A run that the
 * watchdog's NMI ended is discarded and made again.
 */

#include "check/experiment.h"
#include "check/landing.h"
#include "layout.h"
#include "check/machine.h"
#include "panic/panic.h"
#include "log/settings.h"
#include "check/space.h"
#include "check/state.h"
#include "lib/string.h"
#include "check/watchdog.h"

_Static_assert(AT_LSTAR == 257 && AT_CSTAR == 258 && AT_SYSENTER == 259,
	       "landing.S");

#define WATCHDOG_RUNS 20 /* of 55 ms each; a check that ends none is hung */
#define SWEEP_RUNS 4096	 /* the longest check takes 2500 counts */
#define INT3 0xcc
#define WORDS_SIZE ((FIELD_WORD5 - FIELD_WORD0 + 1) * sizeof(u64))
#define LAST_SIZE ((FIELD_LAST2 - FIELD_LAST0 + 1) * sizeof(u64))

static u64 before[FIELDS]; /* the state to put back after the check */

static u64 page_offset(u64 va)
{
	return va & (PAGE_SIZE - 1);
}

/* The words at the default stack pointer, and those at the page's end. */
static void write_words(const u64 *give)
{
	memcpy(check_space.words, give + FIELD_WORD0, WORDS_SIZE);
	memcpy((u8 *)check_space.words - STACK_POINTER + PAGE_SIZE - LAST_SIZE,
	       give + FIELD_LAST0, LAST_SIZE);
}

/* The code, int3 all around it; the TSS and its descriptor. */
static void write_memory(const u64 *give, const struct code *code)
{
	struct check_tables *t = &check_tables;
	struct descriptor *tss = &t->gdt[SEL_TSS >> 3];
	u64 base = (u64)&t->tss, high = base >> 32;

	memset(check_space.code, INT3, PAGE_SIZE);
	memcpy(check_space.code + page_offset(give[FIELD_IP]), code->bytes,
	       code->size);
	memcpy(t->tss.rsp, give + FIELD_RSP0, sizeof(t->tss.rsp));
	memcpy(t->tss.ist, give + FIELD_IST1, sizeof(t->tss.ist));
	t->tss.iomap_base = sizeof(struct tss);
	t->iomap[4] = give[FIELD_IOMAP4];
	*tss = (struct descriptor){
		.limit_low = give[FIELD_TSS_LIMIT],
		.base_low = base & 0xffffff,
		.base_high = base >> 24 & 0xff,
		.type = DESC_TSS,
		.p = 1,
	};
	memcpy(tss + 1, &high, sizeof(high));
}

/*
 * Whether an NMI may come at any instruction: it needs the landing's gate, the
 * IST's stack within the TSS's limit, and debug registers that can be put back.
 */
static bool can_be_watched(const u64 *give)
{
	return state_nmi_lands() &&
	       give[FIELD_TSS_LIMIT] >= offsetof(struct tss, ist[2]) - 1 &&
	       !(give[FIELD_DR7] & DR7_GD);
}

/*
 * From the first machine_write() to the second one, neither GS base nor CR3 nor
 * TR is ring 0's. The watchdog runs only between them, for only the checks'
 * page tables map the stack of its NMI. patience: after how many counts of the
 * timer it comes; 0: never.
 */
static void cross(const u64 *give, u32 patience)
{
	machine_read(before);
	machine_enter(give);
	landing_nmis = 0;
	machine_write(give);
	if (patience)
		watchdog_start(patience);
	landing_enter(give);
	if (patience)
		watchdog_stop();
	machine_read(landing_seen);
	machine_write(before);
	machine_leave();
}

void landing_settle(void)
{
	state_nmi_gate();
	check_tables.tss.ist[1] = IST2_TOP;
}

/* Only the checks' page tables map frame, so it is read before they go. */
void landing_unexpected(u64 stub, const u64 *frame)
{
	unsigned long long a = frame[0], b = frame[1], c = frame[2];

	watchdog_stop();
	machine_write(before);
	machine_leave();
	panic("checks: vector %llu after the landing, frame %#llx %#llx %#llx",
	      (unsigned long long)((stub - LANDING) / sizeof(u64)), a, b, c);
}

/* Whether ip is an int3 of the page, and not one of the check's own code. */
static bool arrived(const u64 *given, u64 ip, u32 size)
{
	return space_is_code(ip) &&
	       page_offset(ip) - page_offset(given[FIELD_IP]) >= size;
}

static void name_event(struct experiment *x, u32 code_size)
{
	static const u64 gate[] = { LANDING_LSTAR, LANDING_CSTAR,
				    LANDING_SYSENTER };
	u64 *event = &x->seen[FIELD_EVENT], *ip = &x->seen[FIELD_IP];

	if (*event >= AT_LSTAR) {
		*ip = gate[*event - AT_LSTAR];
	} else if (*event == X86_TRAP_BP &&
		   arrived(x->given, *ip - 1, code_size)) {
		*event = ARRIVED;
		--*ip;
	} else if (*event == X86_TRAP_NMI && x->nmis) {
		*event = HUNG;
	}
}

void experiment_prepare(struct experiment *x, const struct check *check)
{
	state_default(x->given, check->mode);
	state_apply(x->given, check->items);
	write_memory(x->given, &check->code);
	if (check->prepare)
		check->prepare(x->given);
	write_words(x->given);
	x->tables = check_tables;
}

/* One run. Returns false if the watchdog's NMI came in it. */
static bool run(struct experiment *x, const struct check *check, u32 patience)
{
	experiment_prepare(x, check);
	memset(landing_seen, 0, sizeof(landing_seen));
	if (!can_be_watched(x->given))
		patience = 0;
	cross(x->given, patience);
	memcpy(x->seen, landing_seen, sizeof(x->seen));
	memcpy(x->seen + FIELD_WORD0, check_space.words, WORDS_SIZE);
	x->seen[FIELD_CS] &= 0xffff;
	x->seen[FIELD_SS] &= 0xffff;
	return !patience || !landing_nmis;
}

/*
 * With check=watchdog the NMI comes as early as it can, and one count later in
 * each run, until a run ends before it: so it has come at each instruction.
 */
void experiment_run(struct experiment *x, const struct check *check)
{
	bool sweep = settings.check_watchdog;
	u32 runs = sweep ? SWEEP_RUNS : WATCHDOG_RUNS;

	x->nmis = 0;
	while (x->nmis < runs &&
	       !run(x, check, sweep ? x->nmis + 1 : WATCHDOG_MAX))
		x->nmis++;
	interrupt_settle();
	name_event(x, check->code.size);
}
