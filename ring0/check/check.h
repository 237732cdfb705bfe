/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A check, as its author writes it: one row of a table. It names a fact, and
 * says which instruction runs in which mode, what differs from the default
 * state, and what must be seen where the code ends. An example:
 *
 *	CHECK("F-042 SYSRETQ, RCX not canonical: #GP(0) at CPL 0",
 *	      SDM("SYSRET"), SYSRETQ, RING0, INTEL,
 *	      GIVE_EDGE(CX, 0), GIVE(SP, USER_SP), IS(EVENT, X86_TRAP_GP),
 *	      IS(ERROR, 0), IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE),
 *	      KEEPS(SP)),
 *
 * The default state (state.c): registers hold odd values, all different;
 * RFLAGS is 2; every vector has an interrupt gate of DPL 0 (3 for #BP) to a
 * landing on IST1 (NMI: IST2); LSTAR, CSTAR and SYSENTER_EIP have landings;
 * STAR, SYSENTER_CS, CR0, CR4, EFER are as ring 0 has them. The rest of the
 * code's page is int3: code that runs into one has arrived, so EVENT is ARRIVED
 * and IP is that int3's address. After a check all is put back.
 */
#ifndef RING0_CHECK_CHECK_H
#define RING0_CHECK_CHECK_H

#include <asm/processor-flags.h>
#include "check/entries.h"
#include "cpu/gdt.h"
#include "entry/idt.h"
#include "msr-index.h"
#include "segment.h"
#include "types.h"

/* --- where things are --- */

/*
 * One page of code, seen thrice: by ring 3, by ring 0, and by ring 3 as the
 * last page below the hole, GIVE_EDGE(IP, -2).
 */
#define USER_CODE 0x10000
#define KERNEL_CODE 0x20000
/* One page of stack, seen twice; word0 to word5 are at its stack pointer. */
#define USER_STACK 0x30000
#define KERNEL_STACK 0x40000
#define STACK_POINTER 0x800
#define USER_SP (USER_STACK + STACK_POINTER)
#define KERNEL_SP (KERNEL_STACK + STACK_POINTER)
/* The landings, and the stacks that the TSS and SYSENTER_ESP name: tops. */
#define LANDING 0xffffe00000000000
#define LANDING_LSTAR (LANDING + 0x800)
#define LANDING_CSTAR (LANDING + 0x808)
#define LANDING_SYSENTER (LANDING + 0x810)
#define IST1_TOP 0xffffe00000003000
#define IST2_TOP 0xffffe00000005000
#define RSP0_TOP 0xffffe00000007000
#define SYSENTER_TOP 0xffffe00000009000
/* Selectors whose descriptors are free for GIVE_DESCRIPTOR; RPL is added. */
#define SEL_FREE(n) (0x78 + 8 * (n)) /* n < 8 */
#define SEL_BEYOND 0xff00	     /* past the GDT's limit */

/* --- items --- */

enum field {
#define FIELD(name, text) FIELD_##name,
#include "check/fields.h"
#undef FIELD
	FIELDS
};

/* What may be seen as EVENT: 0 to 255 are vectors. */
enum event {
	ARRIVED = 256, /* no event: the code ran on to an int3 after it */
	AT_LSTAR,      /* in 64-bit mode, at the landing */
	AT_CSTAR,
	AT_SYSENTER,
	HUNG,  /* the watchdog's NMI had to end it */
	RESET, /* seen from outside alone */
};
#define NO_ERROR (-1) /* ERROR: the CPU pushed none */

enum op {
	OP_END,
	/* Before the code runs: a field, or an entry of the GDT or IDT. */
	OP_GIVE,
	OP_ON,
	OP_OFF,
	OP_DESCRIPTOR,
	OP_CALL_GATE,
	OP_UPPER,
	OP_GATE,
	OP_GATE_OFFSET,
	/* Where it lands; from OP_IS on, these are judged. */
	OP_SAW,
	OP_IS,
	OP_HAS,
	OP_LACKS,
	OP_KEEPS,
};

struct item {
	u8 op;		/* enum op */
	u8 field;	/* enum field; unused for an entry of a table */
	bool from_edge; /* value counts from the first non-canonical address */
	u16 entry;	/* of the GDT: its selector; of the IDT: its vector */
	u16 selector;	/* a gate's code segment */
	u16 attributes;	/* DESC_* of a segment, GATE_* of a gate */
	u64 value;	/* of the field; of a gate, its offset */
};

#define ITEM(name, kind, number) \
	{ .op = kind, .field = FIELD_##name, .value = (u64)(number) }
#define EDGE_ITEM(name, kind, offset)                  \
	{ .op = kind, .field = FIELD_##name, .from_edge = true, \
	  .value = (u64)(offset) }
#define ITEMS(...) ((const struct item[]){ __VA_ARGS__, { .op = OP_END } })

/* Before: a value; bits set, or cleared, in the default value. */
#define GIVE(field, value) ITEM(field, OP_GIVE, value)
#define GIVE_EDGE(field, offset) EDGE_ITEM(field, OP_GIVE, offset)
#define ON(field, bits) ITEM(field, OP_ON, bits)
#define OFF(field, bits) ITEM(field, OP_OFF, bits)
/* After: the value; all these bits 1, or all 0; the value from before. */
#define IS(field, value) ITEM(field, OP_IS, value)
#define IS_EDGE(field, offset) EDGE_ITEM(field, OP_IS, offset)
#define HAS(field, bits) ITEM(field, OP_HAS, bits)
#define LACKS(field, bits) ITEM(field, OP_LACKS, bits)
#define KEEPS(field) ITEM(field, OP_KEEPS, 0)
/* After: shown, not judged. */
#define SAW(field) ITEM(field, OP_SAW, 0)

/* STAR[63:48] and STAR[47:32]: SYSRET's and SYSCALL's selectors. */
#define GIVE_STAR(user, kernel) \
	GIVE(STAR, (u64)(user) << 48 | (u64)(kernel) << 32)

/* Breakpoint 0 on execution, or on any access to 2 bytes at DR0. */
#define DR7_BREAK0 0x3
#define DR7_WATCH0 0x70003
#define DR6_B0 (1 << 0)
#define DR6_BD (1 << 13)
#define DR6_BS (1 << 14)
#define DR7_GD (1 << 13)

#define ARITHMETIC                                                       \
	(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF | \
	 X86_EFLAGS_SF | X86_EFLAGS_DF | X86_EFLAGS_OF)

#define CPUID_EXTENDED 0x80000001
#define CPUID_EDX_SYSCALL (1 << 11)

/* --- a check --- */

enum mode {
	RING3,	  /* 64-bit, at USER_CODE, on USER_SP */
	RING3_32, /* compatibility mode, the same */
	RING0,	  /* 64-bit, at KERNEL_CODE, on KERNEL_SP */
	RING0_32,
};

enum rule {
	BOTH,	   /* the manuals agree, or the APM is silent */
	INTEL,	   /* for GenuineIntel and all others: skipped on AMD's */
	AMD,	   /* for AuthenticAMD and HygonGenuine: else skipped */
	UNSETTLED, /* no manual says: what is seen is shown, and passes */
};

enum need {
	NEED_NOTHING,
	NEED_SYSENTER, /* in long mode */
	NEED_SMEP,
	NEED_SMAP,
	NEED_UMIP,
	NEED_FSGSBASE,
	NEED_APIC,
	NEED_WATCHDOG,
	NEED_VME, /* CR4.PVI, too */
	NEED_XSAVE,
	NEED_PCID,
	NEED_MONITOR,
	NEED_NO_MONITOR,
	NEED_LKGS,
	NEED_NO_LKGS,
};

struct code {
	const char *text;
	const char *bytes;
	u32 size;
};
#define CODE(text, bytes) { text, bytes, sizeof(bytes) - 1 }

struct check {
	const char *name;   /* "F-005.TF what must be seen"; the id is a word */
	const char *source; /* "SDM SYSRET" */
	struct code code;   /* at IP; int3 follows */
	u8 mode, rule, need;
	const struct item *items;
	/*
	 * For what items cannot say. It is called after they have been applied
	 * and the code is in place, and may change give, check_tables and
	 * check_space. May be NULL.
	 */
	void (*prepare)(u64 *give);
};

/* A row; one for a CPU with a feature; and one with its prepare(), too. */
#define CHECK(name, source, code, mode, rule, ...)                         \
	{ name, source, code, mode, rule, NEED_NOTHING, ITEMS(__VA_ARGS__), \
	  NULL }
#define CHECK_NEED(need, name, source, code, mode, rule, ...) \
	{ name, source, code, mode, rule, need, ITEMS(__VA_ARGS__), NULL }
#define CHECK_WITH(need, prepare, name, source, code, mode, rule, ...) \
	{ name, source, code, mode, rule, need, ITEMS(__VA_ARGS__), prepare }

struct check_table {
	const struct check *checks;
	u32 count;
};

#define SDM(page) "SDM " page

#define SYSCALL CODE("syscall", "\x0f\x05")
#define SYSRETL CODE("sysretl", "\x0f\x07")
#define SYSRETQ CODE("sysretq", "\x48\x0f\x07")
#define SYSENTER CODE("sysenter", "\x0f\x34")
#define SYSEXITL CODE("sysexitl", "\x0f\x35")
#define SYSEXITQ CODE("sysexitq", "\x48\x0f\x35")
#define IRETQ CODE("iretq", "\x48\xcf")
#define IRETD CODE("iretd", "\xcf")
/* In 64-bit mode a NOP; in 32-bit mode DEC EAX, NOP. */
#define WHICH_MODE "\x48\x90"

extern const struct check_table check_framework,
	check_syscall, check_sysret, check_sysenter, check_sysexit,
	check_int, check_gate, check_delivery, check_nested, check_iret,
	check_iret_flags, check_iret_fault, check_swapgs, check_segments,
	check_flags, check_debug, check_privilege, check_pages, check_far,
	check_iret_compat, check_events, check_far_faults, check_far_return,
	check_registers, check_control, check_system, check_segment_faults,
	check_risky;

/*
 * A prepare(): each SEND_NMI in the code (at CPL 0) sends this CPU an NMI.
 * Takes AX, CX, DX and DI. Such a check gives the NMI a gate of its own, which
 * keeps the watchdog, whose NMI would go there, away.
 */
void prepare_nmi(u64 *give);
#define SEND_NMI "\x89\x07" /* mov %eax,(%rdi): the ICR */
/* Long enough for an NMI to come: mov $4096,%esi; dec %esi; jnz. */
#define WAIT "\xbe\x00\x10\x00\x00\xff\xce\x75\xfc"
/* An interrupt is pending when the code starts, and comes when IF lets it. */
void prepare_interrupt(u64 *give);
#define INTERRUPT_VECTOR 0x31
/* Ends that interrupt, whatever the code did with it. */
void interrupt_settle(void);

/* Runs them all, with a result each; "init=check" comes here. */
void check_run(void);

#endif
