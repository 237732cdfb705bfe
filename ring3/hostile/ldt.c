/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modify_ldt: what it refuses, and which descriptors it makes, as on Linux
 * (arch/x86/kernel/ldt.c). LAR and LSL read the descriptors, which are compared
 * with the SDM's layout. ldt_stack.c and ldt_segments.c use such segments.
 */
#include <asm/errno.h>
#include <unistd_32.h>
#include "ring3/lib/sys.h"
#include "hostile.h"

#define LDT_BYTES (LDT_ENTRIES * LDT_ENTRY_SIZE)
#define DEFAULT_BYTES 128
#define START_ENTRIES 256 /* of 8192: an earlier program may have filled some */

/* What a program finds at its start, which an earlier one may have left. */
static struct {
	u64 selectors; /* how many of the LDT's LAR accepts */
	int bytes;     /* the LDT's size, by modify_ldt */
} at_start;

static bool known(u32 selector)
{
	bool zero;
	u32 rights;

	asm volatile("lar %2, %1" : "=@ccz"(zero), "=r"(rights)
		     : "r"(selector));
	return zero;
}

void ldt_note_start(void)
{
	u64 nothing[2];

	for (u32 entry = 0; entry < START_ENTRIES; entry++)
		at_start.selectors += known(LDT_SELECTOR(entry));
	at_start.bytes = sys_modify_ldt(LDT_READ, nothing, sizeof(nothing));
}

static void none_at_start(void)
{
	judge_that(!at_start.selectors, "lar", at_start.selectors);
	judge_that(!at_start.bytes, "bytes", at_start.bytes);
}

struct user_desc ldt_segment(u32 entry, u64 base, unsigned int contents)
{
	return (struct user_desc){ .entry_number = entry,
				   .base_addr = base,
				   .limit = 0xffff,
				   .contents = contents };
}

bool ldt_set(const struct user_desc *info)
{
	struct user_desc copy = *info;
	int error = sys_modify_ldt(LDT_WRITE, &copy, sizeof(copy));

	judge_that(!error, "modify_ldt", error);
	return !error;
}

/* Returns rax: an int that is not sign-extended (Linux, sys_modify_ldt). */
static u64 answer(enum call_way gate, int func, const void *ptr, u64 bytecount)
{
	if (gate == BY_INT80)
		return call_int80(__NR_ia32_modify_ldt, func, (u64)ptr,
				  bytecount, 0, 0, 0);
	return call_syscall(__NR_modify_ldt, func, (u64)ptr, bytecount, 0, 0,
			    0);
}

static u8 ldt_bytes[LDT_BYTES + 1];
static struct user_desc some = { .entry_number = 7, .limit = 0xffff };
static struct user_desc last = { .entry_number = LDT_ENTRIES - 1 };
static struct user_desc beyond = { .entry_number = LDT_ENTRIES };

static const struct {
	int func;
	void *ptr;
	u64 bytecount;
	int result;
} calls[] = {
	{ 3, &some, sizeof(some), -ENOSYS },
	{ 0x10, &some, sizeof(some), -ENOSYS },
	{ -1, &some, sizeof(some), -ENOSYS },
	{ LDT_WRITE, &some, sizeof(some) - 1, -EINVAL },
	{ LDT_WRITE, &some, sizeof(some) + 1, -EINVAL },
	{ LDT_WRITE, NULL, 0, -EINVAL },
	{ LDT_WRITE, NULL, sizeof(some), -EFAULT },
	{ LDT_WRITE, (void *)-16ul, sizeof(some), -EFAULT },
	{ LDT_WRITE, &beyond, sizeof(beyond), -EINVAL },
	{ LDT_WRITE_OLD, &beyond, sizeof(beyond), -EINVAL },
	{ LDT_READ_DEFAULT, ldt_bytes, DEFAULT_BYTES + 1, DEFAULT_BYTES },
	{ LDT_READ_DEFAULT, ldt_bytes, 3, 3 },
	{ LDT_READ_DEFAULT, NULL, 1, -EFAULT },
	{ LDT_READ_DEFAULT, (void *)-16ul, 0, 0 },
	{ LDT_WRITE, &some, sizeof(some), 0 },
	{ LDT_WRITE_OLD, &last, sizeof(last), 0 },
	{ LDT_READ, ldt_bytes, 8, 8 },
	{ LDT_READ, ldt_bytes, sizeof(ldt_bytes), LDT_BYTES },
	{ LDT_READ, NULL, 8, -EFAULT },
	{ LDT_READ, (void *)-16ul, 0, 0 },
};

static void answers_by(enum call_way gate)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		u64 is = answer(gate, calls[i].func, calls[i].ptr,
				calls[i].bytecount);

		judge_that(is == (u32)calls[i].result, gates[gate].name, i);
	}
}

static void answers(void)
{
	answers_by(BY_SYSCALL);
	answers_by(BY_INT80);
}

/* All values of struct user_desc's bit fields, as a number. */
#define FIELDS 256
#define EMPTY_FIELDS 0x28 /* read_exec_only, seg_not_present */
#define CONFORMING_FIELDS 0x6
#define LM_FIELD 0x80 /* 32-bit programs do not have it, so it is ignored */

static struct user_desc desc_of(u32 fields, u32 base, u32 limit)
{
	return (struct user_desc){ .entry_number = 1,
				   .base_addr = base,
				   .limit = limit,
				   .seg_32bit = fields & 1,
				   .contents = fields >> 1 & 3,
				   .read_exec_only = fields >> 3 & 1,
				   .limit_in_pages = fields >> 4 & 1,
				   .seg_not_present = fields >> 5 & 1,
				   .useable = fields >> 6 & 1,
				   .lm = fields >> 7 & 1 };
}

/* Makes the descriptor (SDM vol. 3, "Segment Descriptors"). */
static u64 descriptor_of(const struct user_desc *info, bool old)
{
	u64 type = info->contents << 2 | !info->read_exec_only << 1 | 1;
	u64 high = (info->base_addr & 0xff000000) | info->limit_in_pages << 23 |
		   info->seg_32bit << 22 | (info->useable & !old) << 20 |
		   (info->limit & 0xf0000) | !info->seg_not_present << 15 |
		   3 << 13 | 1 << 12 | type << 8 |
		   (info->base_addr >> 16 & 0xff);

	return (u64)(u32)high << 32 | (u32)info->base_addr << 16 |
	       (info->limit & 0xffff);
}

static bool refused(u32 fields, bool old)
{
	bool conforming = (fields & CONFORMING_FIELDS) == CONFORMING_FIELDS;
	bool present = !(fields & 0x20);

	return conforming && (old || present);
}

static u64 entry_1(void)
{
	u64 entries[2] = { 0 };

	sys_modify_ldt(LDT_READ, entries, sizeof(entries));
	return entries[1];
}

static void one_descriptor(u32 fields, u32 base, u32 limit, bool old)
{
	struct user_desc info = desc_of(fields, base, limit);
	u64 expected = descriptor_of(&info, old), before = entry_1();
	int error = sys_modify_ldt(old ? LDT_WRITE_OLD : LDT_WRITE, &info,
				   sizeof(info));

	if (!base && !limit && (old || (fields & ~LM_FIELD) == EMPTY_FIELDS))
		expected = 0;
	if (refused(fields, old))
		expected = before;
	judge_that(error == (refused(fields, old) ? -EINVAL : 0),
		   "its answer for the fields", fields);
	judge_that(entry_1() == expected, "the descriptor", entry_1());
}

static void descriptors(void)
{
	static const u32 values[][2] = { { 0x87654321, 0x9abcd },
					 { 0, 0 },
					 { 0, 1 },
					 { 1, 0 },
					 { -1u, -1u } };

	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		for (u32 fields = 0; fields < FIELDS; fields++) {
			one_descriptor(fields, values[i][0], values[i][1],
				       true);
			one_descriptor(fields, values[i][0], values[i][1],
				       false);
		}
	}
}

static const struct row rows[] = {
	{ "a program starts with no LDT", none_at_start, NULL },
	{ "modify_ldt: its answers are Linux's, and an int", answers, NULL },
	{ "modify_ldt: every descriptor as Linux makes it, or refuses",
	  descriptors, NULL },
	{ "lar, lsl: ring 3's segments alone, of all selectors",
	  segments_seen, NULL },
	{ "ds and es are what the LDT has, or null", segments_reloaded, NULL },
	{ "cs or ss made invalid in use is the program's fault",
	  segments_in_use, NULL },
	{ "ss made not present in use is its #SS", segments_stack_absent,
	  "IRET to a stack segment that is not present raises #NP, not #SS" },
	{ "the LDT and espfix's stack are ring 0's", segments_memory, NULL },
	{ "16-bit stack: int 0x80 keeps esp, and every register",
	  stack16_int80, NULL },
	{ "16-bit stack: rt_sigreturn loads esp, to 16-bit code as well",
	  stack16_sigreturn, NULL },
	{ "16-bit stack: a signal and its return keep esp", stack16_signal,
	  NULL },
	{ "16-bit stack: single steps keep esp", stack16_step, NULL },
	{ "16-bit stack: interrupts keep esp", stack16_tick, NULL },
};

const struct group ldt_group = { "ldt", rows, ARRAY_SIZE(rows) };
