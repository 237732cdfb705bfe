/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entries of the LDT. Each state gets entries of its own, as random as its
 * code allows. Others stay: one of each kind that IRET must refuse.
 */
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "fuzz.h"
#include "segment.h"
#include "trapnr.h"

enum { CODE, STACK, DATA, DATA_END = DATA + 4, REFUSED = DATA_END };
#define LDT_SELECTOR(entry) ((entry) << 3 | SEL_TI | RPL_USER)
#define RPL_USER 3

#define CONFORMING (MODIFY_LDT_CONTENTS_CODE | 1)
#define LIMIT_MAX 0xfffffu /* 20 bits */
#define SIZE_16 0x10000u   /* 16 bits of offset */
#define CODE_ROOM 0x100	   /* no stub has more bytes */

static bool there;

bool ldt_there(void)
{
	return there;
}

/* The exceptions of each, as cs and as ss (SDM vol. 2, "IRET"). */
static const struct {
	struct user_desc desc;
	u8 as_cs, as_ss;
} refused[] = {
	{ { .contents = MODIFY_LDT_CONTENTS_CODE, .seg_not_present = 1 },
	  X86_TRAP_NP, X86_TRAP_GP },
	{ { .contents = CONFORMING, .seg_not_present = 1 },
	  X86_TRAP_NP, X86_TRAP_GP },
	{ { .seg_32bit = 1, .seg_not_present = 1 }, X86_TRAP_GP, X86_TRAP_SS },
	{ { .contents = MODIFY_LDT_CONTENTS_STACK, .seg_not_present = 1 },
	  X86_TRAP_GP, X86_TRAP_SS },
	{ { .read_exec_only = 1, .seg_32bit = 1, .seg_not_present = 1 },
	  X86_TRAP_GP, X86_TRAP_GP },
	{ { .read_exec_only = 1, .seg_32bit = 1 }, X86_TRAP_GP, X86_TRAP_GP },
	/* Linux's LDT_empty(): it clears the entry. */
	{ { .read_exec_only = 1, .seg_not_present = 1 },
	  X86_TRAP_GP, X86_TRAP_GP },
};

/* Returns the entry's selector. */
static u16 set(u32 entry, struct user_desc desc)
{
	int error;

	desc.entry_number = entry;
	error = sys_modify_ldt(LDT_WRITE, &desc, sizeof(desc));
	if (error) {
		print("# LDT entry %u: error %d\n", entry, error);
		sys_exit_group(1);
	}
	return LDT_SELECTOR(entry);
}

/* Makes writable data, which expands up or down. */
static struct user_desc random_desc(void)
{
	struct user_desc desc = { .base_addr = random_bits() };

	desc.limit = random_below(LIMIT_MAX + 1);
	desc.contents = random_below(2);
	desc.seg_32bit = random_below(2);
	desc.limit_in_pages = random_below(2);
	desc.useable = random_below(2);
	return desc;
}

/* Makes data, writable or not, or readable code. */
static u16 set_data(u32 entry)
{
	struct user_desc desc = random_desc();

	desc.contents = random_below(MODIFY_LDT_CONTENTS_CODE + 1);
	if (desc.contents != MODIFY_LDT_CONTENTS_CODE)
		desc.read_exec_only = random_below(2);
	return set(entry, desc);
}

void ldt_start(void)
{
	there = true;
	for (u32 entry = DATA; entry < DATA_END; entry++)
		set_data(entry);
	for (u32 i = 0; i < ARRAY_SIZE(refused); i++)
		set(REFUSED + i, refused[i].desc);
}

void ldt_change_data(void)
{
	set_data(DATA + random_below(DATA_END - DATA));
}

/* The RPL is random, since all entries have DPL 3. */
u16 ldt_data(void)
{
	return LDT_SELECTOR(DATA + random_below(DATA_END - DATA)) -
	       random_below(RPL_USER + 1);
}

u16 ldt_stack(u32 sp, bool used, bool *big)
{
	struct user_desc desc = random_desc();

	/* With a 16-bit stack, POPF would leave esp 64 KiB below. */
	if (used && !(u16)sp)
		desc.seg_32bit = 1;
	*big = desc.seg_32bit;
	if (used) {
		bool down = desc.contents == MODIFY_LDT_CONTENTS_STACK;

		desc.base_addr = *big ? 0 : sp & ~(SIZE_16 - 1);
		desc.limit = down ? 0 : *big ? LIMIT_MAX : SIZE_16 - 1;
		desc.limit_in_pages = *big && !down;
	}
	return set(STACK, desc);
}

u16 ldt_code(u64 code, bool big, bool flat, u32 *base)
{
	struct user_desc desc = random_desc();

	*base = code - random_below(big ? code : SIZE_16 - CODE_ROOM);
	if (flat)
		*base = 0;
	desc.base_addr = *base;
	desc.limit = big ? LIMIT_MAX : SIZE_16 - 1;
	desc.limit_in_pages = desc.seg_32bit = big;
	desc.contents = MODIFY_LDT_CONTENTS_CODE;
	desc.read_exec_only = random_below(2);
	return set(CODE, desc);
}

struct refused_segment ldt_refused(void)
{
	u32 i = random_below(ARRAY_SIZE(refused));

	return (struct refused_segment){ LDT_SELECTOR(REFUSED + i),
					 refused[i].as_cs, refused[i].as_ss };
}
