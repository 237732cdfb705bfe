/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads every selector into every segment register, and makes far jumps, far
 * calls and IRETs to each. The outcomes are compared with a model of the GDT
 * (segment.h) and the rules of MOV, JMP, CALL and IRET (SDM vol. 2).
 */
#include "hostile.h"
#include "segment.h"

#define RPL_MASK 3
/* All selectors below this are tried; above, some, or all if asked for. */
#define ALL_BELOW 0x200
#define STEP_ABOVE 61
#define LAST_SELECTOR 0xffff

enum kind { NOTHING, CODE32, CODE64, DATA };

/* Returns what ring 3 may use at a selector; the rest is ring 0's or empty. */
static enum kind kind_of(u64 selector)
{
	if (selector & SEL_TI)
		return NOTHING; /* these rows make no LDT */
	switch (selector | RPL_MASK) {
	case SEL_USER_CODE32:
		return CODE32;
	case SEL_USER_CODE:
		return CODE64;
	case SEL_USER_DATA:
	case SEL_USER_DATA_SYSEXITQ:
		return DATA;
	default:
		return NOTHING;
	}
}

static bool null(u64 selector)
{
	return !(selector & ~RPL_MASK);
}

/* The error code of a fault on a selector: RPL is left out. */
static u64 error_of(u64 selector)
{
	return selector & ~RPL_MASK;
}

static u64 next(u64 selector)
{
	return selector +
	       (selector < ALL_BELOW || sweep_all ? 1 : STEP_ABOVE);
}

ATTEMPT_STUB(load_ds, "mov %eax, %ds");
ATTEMPT_STUB(load_es, "mov %eax, %es");
ATTEMPT_STUB(load_fs, "mov %eax, %fs");
ATTEMPT_STUB(load_gs, "mov %eax, %gs");
ATTEMPT_STUB(load_ss, "mov %eax, %ss");
ATTEMPT_STUB(load_by_lss, "lss (%rbx), %eax");
ATTEMPT_STUB(load_by_lfs, "lfs (%rbx), %eax");

/* The operand of the far instructions, LSS and LFS. */
static struct far_pointer far;

/*
 * A CPU that accesses ring 3's stack with ring 0's rights departs from the SDM:
 * with SMAP it raises a page fault with P=1 and U=0. Returns that outcome, or
 * NO_TRAP if it is not what was caught.
 */
static struct outcome stack_denied(u64 at, u64 access)
{
	u64 address = caught.address;

	if (address < (u64)cross_stack || address >= (u64)cross_stack_end)
		return no_trap();
	return (struct outcome){ .trapno = X86_TRAP_PF,
				 .error_code = PF_PRESENT | access,
				 .ip = at,
				 .address = address };
}

static void judge_denied(const char *what, u64 selector,
			 const struct outcome *expected, u64 at, u64 access)
{
	struct outcome denied = stack_denied(at, access);

	judge(what, selector, expected,
	      denied.trapno == NO_TRAP ? NULL : &denied);
}

static void sweep(attempt_stub *stub, const char *what,
		  struct outcome (*model)(attempt_stub *stub, u64 selector))
{
	for (u64 selector = 0; selector <= LAST_SELECTOR;
	     selector = next(selector)) {
		struct outcome expected = model(stub, selector);

		attempt_load();
		cross_in.word[STATE_AX] = selector;
		cross_in.word[STATE_BX] = (u64)&far;
		far.selector = selector;
		attempt(stub);
		judge_denied(what, selector, &expected, STUB_AT(stub),
			     PF_WRITE);
	}
}

/* MOV to ds, es, fs, gs takes null, and ring 3's data with any RPL. */
static struct outcome data_model(attempt_stub *stub, u64 selector)
{
	if (null(selector) || kind_of(selector) != NOTHING)
		return no_trap();
	return fault_at(stub, X86_TRAP_GP, error_of(selector));
}

/* SS needs RPL = DPL = CPL and writable data; null is #GP(0). */
static struct outcome stack_model(attempt_stub *stub, u64 selector)
{
	if (kind_of(selector) == DATA && (selector & RPL_MASK) == RPL_MASK)
		return no_trap();
	return fault_at(stub, X86_TRAP_GP, error_of(selector));
}

static void data_segments(void)
{
	sweep(load_ds, "ds", data_model);
	sweep(load_es, "es", data_model);
	sweep(load_fs, "fs", data_model);
	sweep(load_gs, "gs", data_model);
	sweep(load_by_lfs, "lfs", data_model);
}

static void stack_segment(void)
{
	sweep(load_ss, "ss", stack_model);
	sweep(load_by_lss, "lss", stack_model);
}

ATTEMPT_STUB(far_jump, "ljmp *(%rbx)");
ATTEMPT_STUB(far_call, "lcall *(%rbx)");

/* 32-bit code is entered here, and left at once. */
asm(".pushsection .text.attempt, \"ax\"\n"
    ".code32\n"
    ".globl from_code32\n"
    "from_code32: ljmp $0x33, $cross_landing\n"
    ".code64\n"
    ".popsection");
_Static_assert(SEL_USER_CODE == 0x33, "from_code32");

/* JMP and CALL take code with DPL 3 and any RPL; null is #GP(0). */
static struct outcome code_model(attempt_stub *stub, u64 selector)
{
	enum kind kind = kind_of(selector);

	far.offset = (u64)(kind == CODE32 ? from_code32 : cross_landing);
	if (kind == CODE32 || kind == CODE64)
		return no_trap();
	return fault_at(stub, X86_TRAP_GP, error_of(selector));
}

static void far_jumps(void)
{
	sweep(far_jump, "ljmp", code_model);
}

static void far_calls(void)
{
	sweep(far_call, "lcall", code_model);
}

/* IRET and far RET at CPL 3 load the frame that the stub pushes: cs is rax. */
ATTEMPT_STUB(iret_cs, "push $0x2b; push %rbx; pushf; push %rax\n"
		      "push $cross_landing\n"
		      "iret_cs_at: iretq");
ATTEMPT_STUB(iret_ss, "push %rax; push %rbx; pushf; push $0x33\n"
		      "push $cross_landing\n"
		      "iret_ss_at: iretq");
ATTEMPT_STUB(far_return, "push %rax; push $cross_landing\n"
			 "far_return_at: lretq");
_Static_assert(SEL_USER_DATA == 0x2b, "iret_cs");
extern const u8 iret_cs_at[], iret_ss_at[], far_return_at[];

/* RPL below CPL is #GP(selector); only the check for null comes before it. */
static struct outcome return_model(u64 at, u64 selector, enum kind kind)
{
	if ((selector & RPL_MASK) == RPL_MASK && kind_of(selector) == kind)
		return no_trap();
	return (struct outcome){ .trapno = X86_TRAP_GP,
				 .error_code = error_of(selector),
				 .ip = at };
}

/* 32-bit code is left out: cross_landing, IRET's rip, is 64-bit code. */
static void sweep_returns(attempt_stub *stub, const char *what, u64 at,
			  enum kind kind)
{
	struct outcome expected;

	for (u64 selector = 0; selector <= LAST_SELECTOR;
	     selector = next(selector)) {
		expected = return_model(at, selector, kind);
		if (selector == SEL_USER_CODE32)
			continue;
		attempt_load();
		cross_in.word[STATE_AX] = selector;
		cross_in.word[STATE_BX] = (u64)cross_stack_end - 64;
		attempt(stub);
		judge_denied(what, selector, &expected, at, 0);
	}
}

static void returns(void)
{
	sweep_returns(iret_cs, "iretq, cs", (u64)iret_cs_at, CODE64);
	sweep_returns(iret_ss, "iretq, ss", (u64)iret_ss_at, DATA);
	sweep_returns(far_return, "lretq", (u64)far_return_at, CODE64);
}

static const struct row rows[] = {
	{ "ds, es, fs, gs: null and ring 3's, else #GP(selector)",
	  data_segments, NULL },
	{ "ss: ring 3's data with RPL 3, else #GP(selector)", stack_segment,
	  NULL },
	{ "far jumps: ring 3's code, else #GP(selector)", far_jumps, NULL },
	{ "far calls: ring 3's code, else #GP(selector)", far_calls,
	  "with SMAP, a far call of ring 3 cannot write its stack" },
	{ "iretq and lretq: ring 3's, else #GP(selector)", returns,
	  "with SMAP, iretq and lretq of ring 3 cannot read its stack" },
};

const struct group selector_group = { "selectors", rows, ARRAY_SIZE(rows) };
