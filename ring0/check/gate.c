/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gates and code segments by which no event can be delivered: F-105 to F-115.
 * Each runs as INT n, whose error code has EXT=0, and as an event that is no
 * software interrupt, whose error code has EXT=1.
 */

#include "check/int.h"

#define FREE SEL_FREE(0)

#define AT_USER IS(CS, SEL_USER_CODE), IS(IP, USER_CODE), KEEPS(SP)
#define AT_KERNEL IS(CS, SEL_KERNEL_CODE), IS(IP, KERNEL_CODE), KEEPS(SP)
#define IST1(attributes) (GATE_IST1 | GATE_DPL3 | (attributes))
#define GOOD IST1(GATE_PRESENT | GATE_TYPE_INTERRUPT)
#define TYPE(type) IST1(GATE_PRESENT | (type) << 8)
/* The last byte of the gate. */
#define END_OF(vector) (((vector) + 1) * sizeof(struct gate_descriptor) - 1)

/* Descriptors that no event can go by (SDM 3A, System Descriptor Types). */
enum {
	TYPE_RESERVED = 0,
	TYPE_TASK_GATE = 5,
	TYPE_INTERRUPT_GATE16 = 6,
	TYPE_TRAP_GATE16 = 7,
	TYPE_CALL_GATE = 0xc,
	TYPE_CODE = 0x1e, /* S=1 */
};

/* INT n, or ud2, by a gate of these attributes: the gate is refused. */
#define INT_GATE(id, what, event, attributes)                               \
	CHECK("F-" id " INT n, gate " what, SDM("INT n"), INT, RING3, BOTH, \
	      GIVE_GATE(VECTOR, SEL_KERNEL_CODE, attributes),               \
	      IS(EVENT, event), IS(ERROR, GATE_ERROR(VECTOR)), AT_USER)
#define UD_GATE(id, what, event, attributes)                                  \
	CHECK("F-" id ".EXT #UD, gate " what, SDM("INT n"), UD2, RING3, BOTH, \
	      GIVE_GATE(X86_TRAP_UD, SEL_KERNEL_CODE, attributes),            \
	      IS(EVENT, event),                                               \
	      IS(ERROR, GATE_ERROR(X86_TRAP_UD) | ERROR_EXT), AT_USER)

/* By a good gate to a bad selector, of which more may be given. */
#define INT_CODE(id, what, event, error, selector, ...)                    \
	CHECK("F-" id " INT n, gate's CS " what, SDM("INT n"), INT, RING3, \
	      BOTH, GIVE_GATE(VECTOR, selector, GOOD),                     \
	      __VA_ARGS__ IS(EVENT, event), IS(ERROR, error), AT_USER)
#define UD_CODE(id, what, event, error, selector, ...)                       \
	CHECK("F-" id ".EXT #UD, gate's CS " what, SDM("INT n"), UD2, RING3, \
	      BOTH, GIVE_GATE(X86_TRAP_UD, selector, GOOD),                  \
	      __VA_ARGS__ IS(EVENT, event), IS(ERROR, (error) | ERROR_EXT),  \
	      AT_USER)
#define FREE_IS(flags) GIVE_DESCRIPTOR(FREE, DESC_CODE, flags),

/* Other events whose gate is not present. */
#define NOT_PRESENT(id, what, text, bytes, mode, cs, vector, ext, ...)     \
	CHECK("F-108" id " " what ", gate not present: EXT=" #ext,         \
	      SDM("INT n"), CODE(text, bytes), mode, BOTH,                 \
	      GIVE_GATE(vector, SEL_KERNEL_CODE, ABSENT),                  \
	      IS(EVENT, X86_TRAP_NP), IS(ERROR, GATE_ERROR(vector) | ext), \
	      __VA_ARGS__ IS(CS, cs))
#define ABSENT IST1(GATE_TYPE_INTERRUPT)
#define SEND_NMI_AND_WAIT CODE("send NMI, wait", SEND_NMI WAIT)
#define TAKE_INTERRUPT CODE("sti; nop", "\xfb\x90")

#define NOT_CANONICAL (1ull << 62) /* with 48 bits, and with 57 */

/*
 * Why: the error code is all that tells a handler what was wrong. EXT says
 * whether ring 3 asked for the vector (EXT=0) or the machine did (EXT=1): a
 * kernel that blames the program for an external event kills the wrong one. And
 * a gate that the CPU takes, though the manual refuses it, is a way into ring
 * 0.
 *
 * On what: gates that are not present, of a wrong type, past the IDT's limit;
 * gates whose code segment is null, past the GDT, data, not 64-bit, of DPL 3,
 * not present; an offset that is not canonical. As INT n, as #UD, as an
 * interrupt, as an NMI.
 *
 * Expected: #NP or #GP at the instruction, with nothing pushed and CPL as it
 * was. The error code is vector * 8 + 2 for the gate, the selector for its
 * segment, 0 for the offset; plus EXT.
 */
static const struct check checks[] = {
	INT_GATE("105", "not present: #NP(n*8 + 2)", X86_TRAP_NP, ABSENT),
	UD_GATE("105", "not present: #NP(n*8 + 3)", X86_TRAP_NP, ABSENT),
	CHECK("F-105.DPL INT n, gate not present, and its DPL 0: #GP",
	      SDM("INT n"), INT, RING3, BOTH,
	      GIVE_GATE(VECTOR, SEL_KERNEL_CODE, GATE_TYPE_INTERRUPT),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, GATE_ERROR(VECTOR)), AT_USER),
	INT_GATE("106", "a call gate: #GP(n*8 + 2)", X86_TRAP_GP,
		 TYPE(TYPE_CALL_GATE)),
	UD_GATE("106", "a call gate: #GP(n*8 + 3)", X86_TRAP_GP,
		TYPE(TYPE_CALL_GATE)),
	INT_GATE("106.0", "of type 0: #GP(n*8 + 2)", X86_TRAP_GP,
		 TYPE(TYPE_RESERVED)),
	INT_GATE("106.5", "a task gate: #GP(n*8 + 2)", X86_TRAP_GP,
		 TYPE(TYPE_TASK_GATE)),
	INT_GATE("106.6", "of 16 bits: #GP(n*8 + 2)", X86_TRAP_GP,
		 TYPE(TYPE_INTERRUPT_GATE16)),
	INT_GATE("106.7", "of 16 bits: #GP(n*8 + 2)", X86_TRAP_GP,
		 TYPE(TYPE_TRAP_GATE16)),
	INT_GATE("106.S", "a code segment: #GP(n*8 + 2)", X86_TRAP_GP,
		 TYPE(TYPE_CODE)),
	CHECK("F-107 INT n beyond the IDT's limit: #GP(n*8 + 2)", SDM("INT n"),
	      INT, RING3, BOTH, GIVE(IDT_LIMIT, END_OF(VECTOR - 1)),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, GATE_ERROR(VECTOR)), AT_USER),
	CHECK("F-107.LAST INT n, its gate's last byte beyond the IDT's limit",
	      SDM("INT n"), INT, RING3, BOTH,
	      GIVE(IDT_LIMIT, END_OF(VECTOR) - 1),
	      GIVE_GATE(VECTOR, SEL_KERNEL_CODE, GOOD), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, GATE_ERROR(VECTOR)), AT_USER),
	CHECK("F-107.IN INT n, its gate just within the IDT's limit: works",
	      SDM("INT n"), INT, RING3, BOTH, GIVE(IDT_LIMIT, END_OF(VECTOR)),
	      GIVE_GATE(VECTOR, SEL_KERNEL_CODE, GOOD), IS(EVENT, VECTOR),
	      IS(IP, USER_CODE + 2)),
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-107.EXT IRQ beyond the IDT's limit: #GP(n*8 + 3)",
		   SDM("INT n"), TAKE_INTERRUPT, RING0, BOTH,
		   GIVE(IDT_LIMIT, END_OF(INTERRUPT_VECTOR - 1)),
		   IS(EVENT, X86_TRAP_GP),
		   IS(ERROR, GATE_ERROR(INTERRUPT_VECTOR) | ERROR_EXT)),
	NOT_PRESENT("", "INT1", "int1", "\xf1", RING3, SEL_USER_CODE,
		    X86_TRAP_DB, 1, ),
	NOT_PRESENT(".INT", "INT 1", "int $1", "\xcd\x01", RING3, SEL_USER_CODE,
		    X86_TRAP_DB, 0, ),
	NOT_PRESENT(".INT3", "INT3", "int3", "\xcc", RING3, SEL_USER_CODE,
		    X86_TRAP_BP, 0, ),
	NOT_PRESENT(".INTO", "INTO", "into", "\xce", RING3_32, SEL_USER_CODE32,
		    X86_TRAP_OF, 0, ON(FLAGS, X86_EFLAGS_OF), ),
	NOT_PRESENT(".TF", "single step", "nop", "\x90", RING3, SEL_USER_CODE,
		    X86_TRAP_DB, 1, ON(FLAGS, X86_EFLAGS_TF),
		    IS(IP, USER_CODE + 1), ),
	CHECK_WITH(NEED_APIC, prepare_interrupt,
		   "F-108.IRQ interrupt, gate not present: #NP, EXT=1",
		   SDM("INT n"), TAKE_INTERRUPT, RING0, BOTH,
		   GIVE_GATE(INTERRUPT_VECTOR, SEL_KERNEL_CODE, ABSENT),
		   IS(EVENT, X86_TRAP_NP),
		   IS(ERROR, GATE_ERROR(INTERRUPT_VECTOR) | ERROR_EXT)),
	CHECK_WITH(NEED_APIC, prepare_nmi,
		   "F-108.NMI NMI, gate not present: #NP, EXT=1", SDM("INT n"),
		   SEND_NMI_AND_WAIT, RING0, BOTH,
		   GIVE_GATE(X86_TRAP_NMI, SEL_KERNEL_CODE, ABSENT),
		   IS(EVENT, X86_TRAP_NP),
		   IS(ERROR, GATE_ERROR(X86_TRAP_NMI) | ERROR_EXT)),
	INT_CODE("109", "null: #GP(0)", X86_TRAP_GP, 0, 0, ),
	INT_CODE("109.3", "null with RPL 3: #GP(0)", X86_TRAP_GP, 0, 3, ),
	UD_CODE("109", "null: #GP(1)", X86_TRAP_GP, 0, 0, ),
	INT_CODE("110", "beyond the GDT: #GP(sel)", X86_TRAP_GP, SEL_BEYOND,
		 SEL_BEYOND, ),
	INT_CODE("110.RPL", "beyond the GDT, RPL 3: #GP(sel)", X86_TRAP_GP,
		 SEL_BEYOND, SEL_BEYOND | 3, ),
	UD_CODE("110", "beyond the GDT: #GP(sel + 1)", X86_TRAP_GP, SEL_BEYOND,
		SEL_BEYOND, ),
	INT_CODE("111", "data: #GP(sel)", X86_TRAP_GP, SEL_KERNEL_DATA,
		 SEL_KERNEL_DATA, ),
	INT_CODE("111.TSS", "a TSS: #GP(sel)", X86_TRAP_GP, SEL_TSS, SEL_TSS, ),
	UD_CODE("111", "data: #GP(sel + 1)", X86_TRAP_GP, SEL_KERNEL_DATA,
		SEL_KERNEL_DATA, ),
	INT_CODE("112", "of 32 bits: #GP(sel)", X86_TRAP_GP, SEL_KERNEL_CODE32,
		 SEL_KERNEL_CODE32, ),
	INT_CODE("112.16", "of 16 bits: #GP(sel)", X86_TRAP_GP, FREE, FREE,
		 FREE_IS(DESC_FLAT64 & ~DESC_L)),
	INT_CODE("112.D", "with L=1, D=1: #GP(sel)", X86_TRAP_GP, FREE, FREE,
		 FREE_IS(DESC_FLAT64 | DESC_D)),
	UD_CODE("112", "of 32 bits: #GP(sel + 1)", X86_TRAP_GP,
		SEL_KERNEL_CODE32, SEL_KERNEL_CODE32, ),
	CHECK("F-113 INT n at CPL 0, gate's CS has DPL 3: #GP(sel)",
	      SDM("INT n"), INT, RING0, BOTH,
	      GIVE_GATE(VECTOR, SEL_USER_CODE, GOOD), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, SEL_USER_CODE & ~3), AT_KERNEL),
	CHECK("F-113.EXT #UD at CPL 0, gate's CS has DPL 3: #GP(sel + 1)",
	      SDM("INT n"), UD2, RING0, BOTH,
	      GIVE_GATE(X86_TRAP_UD, SEL_USER_CODE, GOOD),
	      IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, (SEL_USER_CODE & ~3) | ERROR_EXT), AT_KERNEL),
	INT_CODE("114", "not present: #NP(sel)", X86_TRAP_NP, FREE, FREE,
		 FREE_IS(DESC_FLAT64 & ~DESC_PRESENT)),
	UD_CODE("114", "not present: #NP(sel + 1)", X86_TRAP_NP, FREE, FREE,
		FREE_IS(DESC_FLAT64 & ~DESC_PRESENT)),
	CHECK("F-115 INT n, gate's offset not canonical: #GP(0) at the INT",
	      SDM("INT n"), INT, RING3, BOTH,
	      GIVE_GATE(VECTOR, SEL_KERNEL_CODE, GOOD),
	      GIVE_GATE_OFFSET(VECTOR, NOT_CANONICAL), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, 0), AT_USER),
	CHECK("F-115.EXT #UD, gate's offset not canonical: #GP(1) at the ud2",
	      SDM("INT n"), UD2, RING3, BOTH,
	      GIVE_GATE_OFFSET(X86_TRAP_UD, NOT_CANONICAL),
	      IS(EVENT, X86_TRAP_GP), IS(ERROR, ERROR_EXT), AT_USER),
};

const struct check_table check_gate = { checks, ARRAY_SIZE(checks) };
