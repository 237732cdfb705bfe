/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Builds the checks' address space. Its low half has a page of code and a page
 * of stack, each mapped for ring 3 and for ring 0. In its high half, where no
 * program's tables have anything, are the landings and the handlers' stacks.
 */

#include "check/space.h"
#include "check/check.h"
#include "cpu_ops.h"
#include "check/landing.h"
#include "mm/pages.h"
#include "panic/panic.h"

#define DATA (PTE_WRITE | PTE_NX)

struct check_space check_space;

static struct page_table table;

static u64 new_page(void)
{
	u64 phys = page_alloc();

	if (!phys)
		panic("no memory for the checks");
	return phys;
}

static void map(u64 va, u64 phys, u64 flags)
{
	const char *error =
		page_table_map(&table, va, phys, PAGE_SIZE, flags, false);

	if (error)
		panic("checks: %#llx: %s", (unsigned long long)va, error);
}

/* A stub calls or jumps through a pointer, which needs no register. */
struct stub {
	u8 opcode[3];
	s32 pointer; /* its address, sign-extended */
	u8 pad;
} __attribute__((packed));
_Static_assert(sizeof(struct stub) == 8, "landing.S: 8 * vector");
_Static_assert(LANDING_LSTAR == LANDING + VECTORS * sizeof(struct stub),
	       "the gates' stubs follow the vectors'");

#define CALL_INDIRECT { 0xff, 0x14, 0x25 }
#define JMP_INDIRECT { 0xff, 0x24, 0x25 }

static void write_landings(struct stub *stub)
{
	static void (*const event)(void) = landing_event;
	static void (*const nmi)(void) = landing_nmi;
	static void (*const gate[])(void) = {
		landing_lstar, landing_cstar, landing_sysenter,
	};
	size_t i;

	for (i = 0; i < VECTORS; i++)
		stub[i] = (struct stub){ CALL_INDIRECT, (s32)(u64)&event, 0 };
	stub[X86_TRAP_NMI].pointer = (s32)(u64)&nmi;
	for (i = 0; i < ARRAY_SIZE(gate); i++)
		stub[VECTORS + i] =
			(struct stub){ JMP_INDIRECT, (s32)(u64)&gate[i], 0 };
}

static void map_landings(void)
{
	static const u64 top[] = { IST1_TOP, IST2_TOP, RSP0_TOP, SYSENTER_TOP };
	u64 page = new_page();
	size_t i;

	write_landings(phys_to_virt(page));
	map(LANDING, page, 0);
	for (i = 0; i < ARRAY_SIZE(top); i++)
		map(top[i] - PAGE_SIZE, new_page(), DATA);
}

void space_init(void)
{
	u64 code, stack;

	if (check_space.cr3)
		return;
	if (!user_table_init(&table))
		panic("no memory for the checks");
	code = new_page();
	stack = new_page();
	check_space = (struct check_space){
		.cr3 = table.root_phys,
		.edge = 1ull << (table.levels == 5 ? 56 : 47),
		.code = phys_to_virt(code),
		.words = phys_to_virt(stack + STACK_POINTER),
	};
	map(USER_CODE, code, PTE_USER);
	map(KERNEL_CODE, code, 0);
	map(check_space.edge - PAGE_SIZE, code, PTE_USER);
	map(USER_STACK, stack, DATA | PTE_USER);
	map(KERNEL_STACK, stack, DATA);
	map_landings();
}

bool space_is_code(u64 ip)
{
	u64 page = ALIGN_DOWN(ip, PAGE_SIZE);

	return page == USER_CODE || page == KERNEL_CODE ||
	       page == check_space.edge - PAGE_SIZE;
}
