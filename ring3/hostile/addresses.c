/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads, writes and jumps to ring 0's addresses and to non-canonical ones. Each
 * page fault must report its exact address. The rows accept either value of bit
 * P (present), since that depends on how ring 0 lays out its memory.
 */
#include "ring3/lib/task_size.h"
#include "hostile.h"
#include "layout.h"

ATTEMPT_STUB(try_read, "mov (%rax), %rbx");
ATTEMPT_STUB(try_write, "mov %rbx, (%rax)");
ATTEMPT_STUB(try_exchange, "xchg %rbx, (%rax)");
ATTEMPT_STUB(try_jump, "jmp *%rax");

static const struct way {
	const char *name;
	attempt_stub *stub;
	u64 error_code;
	bool jumps;
} ways[] = {
	{ "read", try_read, PF_USER, false },
	{ "write", try_write, PF_USER | PF_WRITE, false },
	{ "jump", try_jump, PF_USER | PF_FETCH, true },
};

static void touch(const struct way *way, u64 address, bool may_be_present)
{
	struct outcome absent = {
		.trapno = X86_TRAP_PF,
		.error_code = way->error_code,
		.ip = way->jumps ? address : STUB_AT(way->stub),
		.address = address,
	};

	attempt_load();
	cross_in.word[STATE_AX] = address;
	attempt(way->stub);
	if (may_be_present && (caught.error_code & PF_PRESENT))
		absent.error_code |= PF_PRESENT;
	judge(way->name, address, &absent, NULL);
}

/* XCHG reads and writes, so its page fault must report a write. */
static void exchanges(void)
{
	static const u64 places[] = { 0, DIRECT_MAP, CPU_ENTRY_AREA,
				      KERNEL_STACKS, RING0_LINK };
	struct outcome write, read;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		attempt_load();
		cross_in.word[STATE_AX] = places[i];
		attempt(try_exchange);
		write = fault_at(try_exchange, X86_TRAP_PF,
				 PF_USER | PF_WRITE |
					 (caught.error_code & PF_PRESENT));
		write.address = places[i];
		read = write;
		read.error_code &= ~PF_WRITE;
		judge("xchg", places[i], &write, &read);
	}
}

static void touch_all(u64 start, u64 step, u64 count, bool may_be_present)
{
	for (size_t way = 0; way < ARRAY_SIZE(ways); way++)
		for (u64 i = 0; i < count; i++)
			touch(&ways[way], start + i * step, may_be_present);
}

#define MIB 0x100000ul
#define TOP_LEVEL_STEP (1ul << 39) /* a PML4 entry */

static void direct_map(void)
{
	touch_all(DIRECT_MAP, PAGE_SIZE, 64, true);
	touch_all(DIRECT_MAP, 2 * MIB + 8, 512, true);
}

static void entry_area(void)
{
	touch_all(CPU_ENTRY_AREA, PAGE_SIZE / 2, 128, true);
}

static void kernel_stacks(void)
{
	touch_all(KERNEL_STACKS, PAGE_SIZE / 2, 128, true);
}

static void image(void)
{
	touch_all(RING0_LINK, PAGE_SIZE / 4, 512, true);
	touch_all(RING0_LINK + 2 * MIB, 2 * MIB, 64, true);
}

static void upper_half(void)
{
	touch_all(-1ul << 47, TOP_LEVEL_STEP, 256, true);
	touch_all(-PAGE_SIZE, 8, 16, true);
}

/* If this page could be mapped, a SYSCALL could end at the canonical hole. */
static void last_page(void)
{
	u64 hole = task_size() + PAGE_SIZE;

	touch(&ways[ARRAY_SIZE(ways) - 1], hole - 2, false); /* a jump */
	touch_all(hole - PAGE_SIZE, 8, PAGE_SIZE / 8, false);
	touch_all(hole - 2 * PAGE_SIZE, 64, PAGE_SIZE / 64, false);
}

static void first_pages(void)
{
	touch_all(0, 64, 64, false);
	touch_all(PAGE_SIZE, PAGE_SIZE, 64, false);
}

static const u64 nowhere[] = { NONCANONICAL, 1ul << 57, -1ul >> 1,
			       RING0_LINK ^ 1ul << 62,
			       0x5555555555555550 };

static void each_nowhere(attempt_stub *stub, const char *what,
			 const struct outcome *expected)
{
	for (size_t i = 0; i < ARRAY_SIZE(nowhere); i++) {
		attempt_load();
		cross_in.word[STATE_AX] = nowhere[i];
		cross_in.word[STATE_BP] = nowhere[i];
		attempt(stub);
		judge(what, nowhere[i], expected, NULL);
	}
}

static void data_nowhere(void)
{
	static attempt_stub *const stubs[] = { try_read, try_write,
					       try_exchange };

	for (size_t i = 0; i < ARRAY_SIZE(stubs); i++) {
		struct outcome fault = fault_at(stubs[i], X86_TRAP_GP, 0);

		each_nowhere(stubs[i], "access", &fault);
	}
}

ATTEMPT_STUB(try_stack_read, "mov (%rbp), %rbx");
ATTEMPT_STUB(try_stack_write, "mov %rbx, (%rbp)");

/* rbp's default segment is SS, so these accesses raise #SS. */
static void stack_nowhere(void)
{
	static attempt_stub *const stubs[] = { try_stack_read,
					       try_stack_write };

	for (size_t i = 0; i < ARRAY_SIZE(stubs); i++) {
		struct outcome fault = fault_at(stubs[i], X86_TRAP_SS, 0);
		struct outcome as_data = fault_at(stubs[i], X86_TRAP_GP, 0);

		for (size_t j = 0; j < ARRAY_SIZE(nowhere); j++) {
			attempt_load();
			cross_in.word[STATE_BP] = nowhere[j];
			attempt(stubs[i]);
			judge("stack", nowhere[j], &fault, &as_data);
		}
	}
}

ATTEMPT_STUB(try_call, "call *%rax");
ATTEMPT_STUB(try_ret, "push %rax\n try_ret_at: ret");
extern const u8 try_ret_at[];

/* The manuals say that the branch faults, and not the fetch at its target. */
static void branch_nowhere(attempt_stub *stub, const char *what, u64 at)
{
	for (size_t i = 0; i < ARRAY_SIZE(nowhere); i++) {
		struct outcome fault = { .trapno = X86_TRAP_GP, .ip = at };
		struct outcome at_target = { .trapno = X86_TRAP_GP,
					     .ip = nowhere[i] };

		attempt_load();
		cross_in.word[STATE_AX] = nowhere[i];
		attempt(stub);
		judge(what, nowhere[i], &fault, &at_target);
	}
}

static void branches_nowhere(void)
{
	branch_nowhere(try_jump, "jmp", STUB_AT(try_jump));
	branch_nowhere(try_call, "call", STUB_AT(try_call));
	branch_nowhere(try_ret, "ret", (u64)try_ret_at);
}

ATTEMPT_STUB(try_wrfsbase, "wrfsbase %rax");
ATTEMPT_STUB(try_wrgsbase, "wrgsbase %rax");

static void bases_nowhere(void)
{
	static attempt_stub *const stubs[] = { try_wrfsbase, try_wrgsbase };
	struct outcome taken = no_trap();

	for (size_t i = 0; i < ARRAY_SIZE(stubs); i++) {
		struct outcome fault = fault_at(
			stubs[i],
			cpu_identity()->fsgsbase ? X86_TRAP_GP : X86_TRAP_UD,
			0);

		attempt_load();
		cross_in.word[STATE_AX] = NONCANONICAL;
		attempt(stubs[i]);
		judge("base", i, &fault, &taken);
		cross_in.word[STATE_AX] = 0;
		attempt(stubs[i]);
	}
}

static const struct row rows[] = {
	{ "the direct map: #PF, with its address", direct_map, NULL },
	{ "the entry area: #PF, with its address", entry_area, NULL },
	{ "kernel stacks: #PF, with their address", kernel_stacks, NULL },
	{ "ring 0's image: #PF, with its address", image, NULL },
	{ "all of the upper half: #PF, with its address", upper_half, NULL },
	{ "xchg there: #PF, as a write", exchanges,
	  "the error code of xchg says that it was a read" },
	{ "address 0 and up: nothing is there", first_pages, NULL },
	{ "the last page below the hole: nothing is there", last_page, NULL },
	{ "non-canonical data: #GP(0)", data_nowhere, NULL },
	{ "non-canonical stack data: #SS(0)", stack_nowhere,
	  "#GP(0) in place of #SS(0)" },
	{ "branches to non-canonical addresses: #GP(0) at the branch",
	  branches_nowhere, "#GP(0) with the target's rip" },
	{ "wrfsbase, wrgsbase: non-canonical is #GP(0)", bases_nowhere,
	  "wrfsbase and wrgsbase take a non-canonical base" },
};

const struct group address_group = { "addresses", rows, ARRAY_SIZE(rows) };
