/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segments of an LDT, as ring 3 sees them: what LAR and LSL say, what
 * happens to a segment that changes while it is in use, and that ring 3 cannot
 * reach the memory of the LDT and of espfix's stack.
 */
#include <unistd_32.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"
#include "segment.h"

/* LDT entries; a pattern fills those from PATTERN on. */
enum { USED, DATA, PATTERN };
#define PATTERN_ENTRIES 256
#define LAST_SELECTOR 0xffff
#define RPL_MASK 3

static u64 ldt[LDT_ENTRIES];

/* The bits of a descriptor that LAR returns (SDM vol. 2, "LAR"). */
#define LAR_MASK 0x00f0ff00
#define LAR_S (1u << 12)
#define LAR_G (1u << 23)
#define FLAT_CODE32 0x00cffb000000ffff
#define FLAT_CODE64 0x00affb000000ffff
#define FLAT_DATA 0x00cff3000000ffff

/* Returns the descriptor at a selector; 0 if ring 3 must not see one. */
static u64 descriptor_at(u32 selector)
{
	if (selector & SEL_TI)
		return ldt[selector >> 3];
	switch (selector | RPL_MASK) {
	case SEL_USER_CODE32:
		return FLAT_CODE32;
	case SEL_USER_CODE:
		return FLAT_CODE64;
	case SEL_USER_DATA:
	case SEL_USER_DATA_SYSEXITQ:
		return FLAT_DATA;
	default:
		return 0;
	}
}

static u32 limit_of(u64 descriptor)
{
	u32 limit = (descriptor >> 32 & 0xf0000) | (descriptor & 0xffff);

	return descriptor >> 32 & LAR_G ? limit << 12 | 0xfff : limit;
}

static void see(u32 selector)
{
	u64 descriptor = descriptor_at(selector);
	bool visible = descriptor >> 32 & LAR_S, lar, lsl;
	u32 rights = 0, limit = 0;

	asm volatile("lar %2, %1" : "=@ccz"(lar), "+r"(rights) : "r"(selector));
	asm volatile("lsl %2, %1" : "=@ccz"(lsl), "+r"(limit) : "r"(selector));
	judge_that(lar == visible && lsl == visible, "selector", selector);
	if (!visible)
		return;
	judge_that((rights & LAR_MASK) == (descriptor >> 32 & LAR_MASK),
		   "lar", selector);
	judge_that(limit == limit_of(descriptor), "lsl", selector);
}

/* Fills the LDT with every kind of descriptor. */
static void fill_ldt(void)
{
	for (u32 i = 0; i < PATTERN_ENTRIES; i++) {
		u32 entry = PATTERN + i * (LDT_ENTRIES - PATTERN - 1) /
				      (PATTERN_ENTRIES - 1);
		struct user_desc info = ldt_segment(entry, i << 24, i >> 1 & 3);

		info.limit = i * 0x1003;
		info.seg_32bit = i & 1;
		info.read_exec_only = i >> 3 & 1;
		info.limit_in_pages = i >> 4 & 1;
		info.seg_not_present = info.contents == 3 || i >> 5 & 1;
		info.useable = i >> 6 & 1;
		ldt_set(&info);
	}
}

void segments_seen(void)
{
	int bytes;

	fill_ldt();
	bytes = sys_modify_ldt(0, ldt, sizeof(ldt));
	judge_that(bytes == sizeof(ldt), "modify_ldt", bytes);
	for (u32 selector = 0; selector <= LAST_SELECTOR; selector++)
		see(selector);
}

static const u8 one = 1, two = 2;

/* Reads in 32-bit code, since 64-bit code ignores the base of ds. */
asm(".pushsection .text.attempt, \"ax\"\n"
    ".code32\n"
    "read_ds: movzbl %ds:0, %eax\n"
    "jmp from_code32\n"
    ".code64\n"
    ".popsection");
extern const u8 read_ds[];

static void judge_ds(u32 expected, const char *what)
{
	u32 ds, es;

	asm volatile("mov %%ds, %0" : "=r"(ds));
	asm volatile("mov %%es, %0" : "=r"(es));
	judge_that(ds == expected, what, ds);
	judge_that(es == expected, what, es);
}

static void load_data(struct user_desc *info)
{
	*info = ldt_segment(DATA, (u64)&one, MODIFY_LDT_CONTENTS_DATA);
	if (!ldt_set(info))
		return;
	asm volatile("mov %0, %%ds\n"
		     "mov %0, %%es\n"
		     : : "r"(LDT_SELECTOR(DATA)));
}

/* Ring 0 must reload ds and es, as Linux's refresh_ldt_segments() does. */
void segments_reloaded(void)
{
	struct user_desc info;

	load_data(&info);
	info.base_addr = (u64)&two;
	ldt_set(&info);
	judge_ds(LDT_SELECTOR(DATA), "another base");
	attempt_load();
	attempt_compat(read_ds);
	judge_that(!caught.count && cross_out.word[STATE_AX] == two,
		   "what is there", cross_out.word[STATE_AX]);
	info.seg_not_present = 1;
	ldt_set(&info);
	judge_ds(0, "not present");
	load_data(&info);
	info.contents = MODIFY_LDT_CONTENTS_CODE;
	info.read_exec_only = 1;
	ldt_set(&info);
	judge_ds(0, "code that cannot be read");
}

/* What a call of 32-bit code makes of a segment that this code uses. */
struct change {
	const char *what;
	unsigned int contents : 2;
	unsigned int read_exec_only : 1;
	unsigned int seg_not_present : 1;
	u8 trapno;
};
static const struct change stack_changes[] = {
	{ "ss: nothing", 0, 1, 1, X86_TRAP_GP },
	{ "ss: read-only", 0, 1, 0, X86_TRAP_GP },
	{ "ss: code", MODIFY_LDT_CONTENTS_CODE, 0, 0, X86_TRAP_GP },
};
static const struct change stack_absent = { "ss: not present", 0, 0, 1,
					    X86_TRAP_SS };
static const struct change code_changes[] = {
	{ "cs: nothing", 0, 1, 1, X86_TRAP_GP },
	{ "cs: not present", MODIFY_LDT_CONTENTS_CODE, 0, 1, X86_TRAP_NP },
	{ "cs: data", 0, 0, 0, X86_TRAP_GP },
};

struct far_pointer used_stack;
asm(".pushsection .text.attempt, \"ax\"\n"
    ".code32\n"
    "change_ss: lss %cs:used_stack, %esp\n"
    "int $0x80\n"
    "change_ss_after: jmp from_code32\n"
    "change_cs: int $0x80\n"
    "change_cs_after: jmp from_code32\n"
    ".code64\n"
    ".popsection");
extern const u8 change_ss[], change_ss_after[], change_cs[],
	change_cs_after[];

/* Loads modify_ldt's arguments for the used entry. info is below 4 GiB. */
static void load_change(const struct change *change)
{
	bool nothing = change->read_exec_only && change->seg_not_present;
	static struct user_desc info;

	info = ldt_segment(USED, 0, change->contents);
	info.limit = nothing ? 0 : info.limit;
	info.read_exec_only = change->read_exec_only;
	info.seg_not_present = change->seg_not_present;
	attempt_load();
	cross_in.word[STATE_AX] = __NR_ia32_modify_ldt;
	cross_in.word[STATE_BX] = LDT_WRITE;
	cross_in.word[STATE_CX] = (u64)&info;
	cross_in.word[STATE_DX] = sizeof(info);
}

static void judge_change(const struct change *change, const u8 *after)
{
	struct outcome fault = { .trapno = change->trapno,
				 .error_code = LDT_SELECTOR(USED) & ~RPL_MASK,
				 .ip = (u64)after };
	struct outcome departure = fault;

	departure.trapno = X86_TRAP_NP;
	judge(change->what, change->trapno, &fault, &departure);
	judge_that(!cross_out.word[STATE_AX], "its answer",
		   cross_out.word[STATE_AX]);
}

static void change_stack(const struct change *change, bool big)
{
	struct user_desc info = ldt_segment(USED, 0, MODIFY_LDT_CONTENTS_DATA);

	info.seg_32bit = big;
	if (!ldt_set(&info))
		return;
	load_change(change);
	used_stack = (struct far_pointer){ .offset = (u64)cross_stack_end,
					   .selector = LDT_SELECTOR(USED) };
	attempt_compat(change_ss);
	judge_change(change, change_ss_after);
	judge_that(caught.sp == (u64)cross_stack_end, "rsp", caught.sp);
	judge_that(caught.ss == LDT_SELECTOR(USED), "ss", caught.ss);
}

struct far_pointer used_code;
ATTEMPT_STUB(jump_to_used, "ljmp *used_code");

static void change_code(const struct change *change)
{
	struct user_desc info = ldt_segment(USED, 0, MODIFY_LDT_CONTENTS_CODE);

	info.limit = 0xfffff;
	info.limit_in_pages = info.seg_32bit = 1;
	if (!ldt_set(&info))
		return;
	load_change(change);
	used_code = (struct far_pointer){ .offset = (u64)change_cs,
					  .selector = LDT_SELECTOR(USED) };
	attempt(jump_to_used);
	judge_change(change, change_cs_after);
	judge_that(caught.cs == LDT_SELECTOR(USED), "cs", caught.cs);
}

void segments_in_use(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(stack_changes); i++) {
		change_stack(&stack_changes[i], false);
		change_stack(&stack_changes[i], true);
	}
	for (size_t i = 0; i < ARRAY_SIZE(code_changes); i++)
		change_code(&code_changes[i]);
}

void segments_stack_absent(void)
{
	change_stack(&stack_absent, false);
	change_stack(&stack_absent, true);
}

ATTEMPT_STUB(read_word, "mov (%rax), %rax");
ATTEMPT_STUB(write_word, "mov %rax, (%rax)");

static void out_of_reach(attempt_stub *stub, u64 address, u64 access)
{
	struct outcome fault = fault_at(stub, X86_TRAP_PF,
					PF_USER | PF_PRESENT | access);

	fault.address = address;
	attempt_load();
	cross_in.word[STATE_AX] = address;
	attempt(stub);
	judge("address", address, &fault, NULL);
}

/* The page faults must say that the pages are present: rights are missing. */
void segments_memory(void)
{
	u64 places[] = { LDT_AREA, LDT_AREA + sizeof(ldt) - 8, ESPFIX_AREA,
			 ESPFIX_AREA + 0x7fff0ff8, ESPFIX_AREA + 0xffff0000 };
	struct user_desc info = ldt_segment(USED, 0, 0);

	ldt_set(&info);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		out_of_reach(read_word, places[i], 0);
		out_of_reach(write_word, places[i], PF_WRITE);
	}
}
