/* SPDX-License-Identifier: BSD-2-Clause */
/* Tries all I/O ports, all vectors by INT n, and the MSRs. */
#include <asm/errno.h>
#include "hostile.h"

#define PORTS 0x10000
#define VECTORS 256
#define VECTOR_SYSCALL 0x80
#define INT_STUB_SIZE 8
#define WIDE_STEP 7 /* only each 7th port is tried by word and doubleword */

ATTEMPT_STUB(try_inb, "inb %dx, %al");
ATTEMPT_STUB(try_inw, "inw %dx, %ax");
ATTEMPT_STUB(try_inl, "inl %dx, %eax");
ATTEMPT_STUB(try_outb, "outb %al, %dx");
ATTEMPT_STUB(try_outw, "outw %ax, %dx");
ATTEMPT_STUB(try_outl, "outl %eax, %dx");
ATTEMPT_STUB(try_sweep_rdmsr, "rdmsr");
ATTEMPT_STUB(try_sweep_wrmsr, "wrmsr");

/* The stub of INT n is at int_stubs + 8 * n. */
asm(".pushsection .text.attempt, \"ax\"\n"
    ".balign 8\n"
    "int_stubs:\n"
    "vector = 0\n"
    ".rept 256\n"
    "popfq\n"
    ".byte 0xcd, vector\n"
    "jmp cross_landing\n"
    ".balign 8\n"
    "vector = vector + 1\n"
    ".endr\n"
    ".popsection");
extern const u8 int_stubs[];

static void ports(attempt_stub *stub, const char *what, u64 step)
{
	struct outcome fault = fault_at(stub, X86_TRAP_GP, 0);

	attempt_load();
	for (u64 port = 0; port < PORTS; port += sweep_all ? 1 : step) {
		cross_in.word[STATE_DX] = port;
		attempt(stub);
		judge(what, port, &fault, NULL);
	}
}

static void in(void)
{
	ports(try_inb, "inb", 1);
	ports(try_inw, "inw", WIDE_STEP);
	ports(try_inl, "inl", WIDE_STEP);
}

static void out(void)
{
	ports(try_outb, "outb", 1);
	ports(try_outw, "outw", WIDE_STEP);
	ports(try_outl, "outl", WIDE_STEP);
}

/* The gates of vectors 3, 4 and 0x80 have DPL 3. */
static struct outcome of_int(u64 vector, attempt_stub *stub)
{
	switch (vector) {
	case X86_TRAP_BP:
	case X86_TRAP_OF:
		return (struct outcome){ .trapno = vector,
					 .ip = STUB_AT(stub) + 2 };
	case VECTOR_SYSCALL:
		return no_trap();
	default:
		return fault_at(stub, X86_TRAP_GP, vector << 3 | ERROR_IDT);
	}
}

static void vectors(void)
{
	for (u64 vector = 0; vector < VECTORS; vector++) {
		attempt_stub *stub =
			(attempt_stub *)(int_stubs + vector * INT_STUB_SIZE);
		struct outcome expected = of_int(vector, stub);
		struct outcome shifted = expected;

		shifted.error_code = vector << 4 | ERROR_IDT;
		attempt_load();
		attempt(stub);
		judge("int", vector, &expected, &shifted);
		if (vector == VECTOR_SYSCALL)
			judge_that(cross_out.word[STATE_AX] == (u64)-ENOSYS,
				   "its answer", cross_out.word[STATE_AX]);
	}
}

/*
 * Ranges of MSRs, and some without any: all that the bitmaps of VMX and SVM
 * cover, AMD's scalable MCA, and those of hypervisors.
 */
static const struct {
	u32 first, count;
} msrs[] = {
	{ 0, 0x2000 },		/* Intel's and shared ones; x2APIC's at 0x800 */
	{ 0x40000000, 0x200 }, /* hypervisors': Hyper-V's, Xen's */
	{ 0x4b564d00, 0x10 },	/* KVM's */
	{ 0x80000000, 0x10 },	/* none: the lower half's end */
	{ 0x80860000, 0x10 },	/* Transmeta's */
	{ 0xc0000000, 0x3000 },	/* EFER, STAR, the bases; AMD's PMCs, MCA */
	{ 0xc0010000, 0x2000 },	/* AMD's: SYSCFG, SVM, P-states, IBS */
	{ 0xffffff00, 0x100 },	/* none: the end */
};

static void all_msrs(attempt_stub *stub, const char *what)
{
	struct outcome fault = fault_at(stub, X86_TRAP_GP, 0);

	attempt_load();
	for (size_t i = 0; i < ARRAY_SIZE(msrs); i++) {
		for (u32 j = 0; j < msrs[i].count; j++) {
			cross_in.word[STATE_CX] = msrs[i].first + j;
			attempt(stub);
			judge(what, msrs[i].first + j, &fault, NULL);
		}
	}
}

static void read_msrs(void)
{
	all_msrs(try_sweep_rdmsr, "rdmsr");
}

static void write_msrs(void)
{
	all_msrs(try_sweep_wrmsr, "wrmsr");
}

static const struct row rows[] = {
	{ "in from every port is #GP(0)", in, NULL },
	{ "out to every port is #GP(0)", out, NULL },
	{ "int n: #GP(8n + 2), but for 3, 4 and 0x80", vectors,
	  "the error code of int n is 16n + 2" },
	{ "rdmsr of every MSR is #GP(0)", read_msrs, NULL },
	{ "wrmsr of every MSR is #GP(0)", write_msrs, NULL },
};

const struct group sweep_group = { "sweeps", rows, ARRAY_SIZE(rows) };
