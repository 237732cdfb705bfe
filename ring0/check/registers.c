/* SPDX-License-Identifier: BSD-2-Clause */
/* LTR, LLDT, LGDT, LIDT, and what stores these: F-241 to F-244. */

#include "check/expect.h"
#include "check/machine.h"
#include "lib/string.h"

#define SEL SEL_FREE(0)

/* System descriptors (SDM 3A, System-Segment and Gate-Descriptor Types). */
enum {
	TYPE_TSS16 = 1,
	TYPE_LDT = 2,
	TYPE_TSS = 9,
};
#define SYSTEM(type, flags) GIVE_DESCRIPTOR(SEL, TYPE_##type, flags)

#define CODE_LTR CODE("ltr %eax", "\x0f\x00\xd8")
#define CODE_LLDT CODE("lldt %eax", "\x0f\x00\xd0")

/* The load of a selector faults, at CPL 0. */
#define REFUSES(id, name, what, selector, vector, error, ...)              \
	CHECK("F-" id " " #name ", " what, SDM(#name), CODE_##name, RING0, \
	      BOTH, GIVE(AX, selector), __VA_ARGS__ FAULTS_AT0(vector, error))
/* The same of a descriptor at SEL: a CPU that takes it still has its stacks. */
#define REFUSES_TSS(id, what, vector, ...)                                \
	CHECK_WITH(NEED_NOTHING, prepare_tss_base, "F-" id " LTR, " what, \
		   SDM("LTR"), CODE_LTR, RING0, BOTH, GIVE(AX, SEL),      \
		   __VA_ARGS__, FAULTS_AT0(vector, SEL))
#define REFUSES32(id, name, what, selector, vector, error)                   \
	CHECK("F-" id " " #name " in compatibility mode, " what, SDM(#name), \
	      CODE_##name, RING0_32, BOTH, GIVE(AX, selector),               \
	      FAULTS_AT0_32(vector, error))

#define OTHER_CODE(id, name, what, text, bytes, expected, ...)                 \
	CHECK("F-" id " " text ": " what, SDM(name), CODE(text, bytes), RING0, \
	      BOTH, __VA_ARGS__, expected)
#define NO_PAGE 8
#define ALSO_57_BITS                                            \
	(1ull << 62) /* not canonical with 48 bits, nor with 57 \
		      */

/* The descriptor at SEL gets the base of the TSS that TR has. */
static void prepare_tss_base(u64 *give)
{
	struct descriptor *d = &check_tables.gdt[SEL >> 3];
	u64 base = (u64)&check_tables.tss;
	u32 high = base >> 32;

	(void)give;
	d->base_low = base & 0xffffff;
	d->base_high = base >> 24 & 0xff;
	memcpy(d + 1, &high, sizeof(high));
}

/* Words 0 and 1 are what LGDT or LIDT reads: the table that is there now. */
static void prepare_gdtr(u64 *give)
{
	u64 base = (u64)check_tables.gdt;

	give[FIELD_WORD0] = base << 16 | give[FIELD_GDT_LIMIT];
	give[FIELD_WORD1] = base >> 48;
}

static void prepare_idtr(u64 *give)
{
	u64 base = (u64)&check_tables.idt;

	give[FIELD_WORD0] = base << 16 | give[FIELD_IDT_LIMIT];
	give[FIELD_WORD1] = base >> 48;
}

/* Loads it, stores it at word 2, and compares: rax and rbx are 0 if the same.
 */
#define COMPARE                                                               \
	"\x48\x8b\x07\x48\x8b\x4f\x10"	   /* mov (%rdi),%rax; 16 ..,%rcx */  \
	"\x0f\xb7\x57\x08\x0f\xb7\x5f\x18" /* movzwl 8 ..,%edx; 24 ..,%ebx */ \
	"\x48\x31\xc8\x31\xd3"		   /* xor %rcx,%rax; xor %edx,%ebx */
#define CODE_LGDT_SGDT                              \
	CODE("lgdt (%rdi); sgdt 16(%rdi); compare", \
	     "\x0f\x01\x17\x0f\x01\x47\x10" COMPARE)
#define CODE_LIDT_SIDT                              \
	CODE("lidt (%rdi); sidt 16(%rdi); compare", \
	     "\x0f\x01\x1f\x0f\x01\x4f\x10" COMPARE)
#define COMES_BACK(prepare, id, name, code, source)                 \
	CHECK_WITH(NEED_NOTHING, prepare, id " " name, SDM(source), \
		   CODE_##code, RING0, BOTH, GIVE(DI, KERNEL_SP),   \
		   IS(EVENT, ARRIVED), IS(AX, 0), IS(BX, 0),        \
		   LACKS(WORD3, ~0xffffull))

/* Without UMIP, ring 3 may store them. */
#define STORES(id, text, bytes, ...)                                        \
	CHECK("F-244." id " " text " at CPL 3, CR4.UMIP=0: works", SDM(id), \
	      CODE(text, bytes), RING3, BOTH, OFF(CR4, X86_CR4_UMIP),       \
	      GIVE(DI, USER_SP), __VA_ARGS__, IS(EVENT, ARRIVED))
#define UMIP32(id, text, bytes)                                            \
	CHECK_NEED(NEED_UMIP,                                              \
		   "F-244." id "32 " text " in compatibility mode, UMIP: " \
		   "#GP(0)",                                               \
		   SDM(id), CODE(text, bytes), RING3_32, BOTH,             \
		   ON(CR4, X86_CR4_UMIP), GIVE(DI, USER_SP),               \
		   FAULTS_AT3_32(X86_TRAP_GP, 0))

/*
 * Why: TR, LDTR, GDTR and IDTR are where the CPU finds ring 0's stacks,
 * segments and gates. A load that takes a descriptor of the wrong kind, or a
 * base that is not canonical, moves the failure to the next crossing, where no
 * stack is left to report it on. What the stores show to ring 3 is what UMIP is
 * for.
 *
 * On what: selectors of the LDT, past the GDT, of data, of another system type,
 * not present, busy, from a register and from memory; the loads and stores of
 * the table registers, there and back. A base that is not canonical, and LTR of
 * null, can take an emulator down: risky.c has them.
 *
 * Expected: #GP or #NP with the selector, TR and LDTR as before. LTR marks its
 * descriptor busy.
 */
static const struct check checks[] = {
	REFUSES("241.TI", LTR, "a selector of the LDT: #GP(selector)",
		SEL_TSS | SEL_TI, X86_TRAP_GP, SEL_TSS | SEL_TI, ),
	REFUSES("241.END", LTR, "past the GDT's limit: #GP(selector)",
		SEL_BEYOND, X86_TRAP_GP, SEL_BEYOND, ),
	REFUSES("241.DATA", LTR, "a data segment: #GP(selector)",
		SEL_KERNEL_DATA, X86_TRAP_GP, SEL_KERNEL_DATA, ),
	REFUSES("241.BUSY", LTR, "a busy TSS: #GP(selector)", SEL_TSS,
		X86_TRAP_GP, SEL_TSS, ),
	REFUSES_TSS("241.LDT", "an LDT: #GP(selector)", X86_TRAP_GP,
		    SYSTEM(LDT, DESC_PRESENT)),
	REFUSES_TSS("241.16", "a TSS of 16 bits: #GP(selector)", X86_TRAP_GP,
		    SYSTEM(TSS16, DESC_PRESENT)),
	REFUSES_TSS("241.P", "a TSS that is not present: #NP(selector)",
		    X86_TRAP_NP, SYSTEM(TSS, 0)),
	REFUSES_TSS("241.UPPER", "type of the upper half not 0: #GP(selector)",
		    X86_TRAP_GP, SYSTEM(TSS, DESC_PRESENT),
		    GIVE_UPPER(SEL, 1 << 8)),
	REFUSES32("241.32", LTR, "a data segment: #GP(selector)",
		  SEL_KERNEL_DATA, X86_TRAP_GP, SEL_KERNEL_DATA),
	CHECK_WITH(NEED_NOTHING, prepare_tss_base,
		   "F-241 LTR: STR stores the selector, LAR says busy",
		   SDM("LTR"),
		   CODE("ltr %eax; str %ecx; lar %eax,%edx",
			"\x0f\x00\xd8\x0f\x00\xc9\x0f\x02\xd0"),
		   RING0, BOTH, GIVE(AX, SEL), SYSTEM(TSS, DESC_PRESENT),
		   IS(EVENT, ARRIVED), IS(CX, SEL), HAS(DX, 0xb << 8)),
	CHECK_WITH(NEED_NOTHING, prepare_tss_base, "F-241.LOCK LOCK LTR: #UD",
		   SDM("LTR"), CODE("lock ltr %eax", "\xf0\x0f\x00\xd8"), RING0,
		   BOTH, GIVE(AX, SEL), SYSTEM(TSS, DESC_PRESENT), UD_AT0),
	OTHER_CODE("241.MEM", "LTR", "#PF, of no page", "ltr (%rdi)",
		   "\x0f\x00\x1f", FAULTS_AT0(X86_TRAP_PF, 0),
		   GIVE(DI, NO_PAGE)),
	OTHER_CODE("241.GP", "LTR", "#GP(0), address not canonical",
		   "ltr (%rdi)", "\x0f\x00\x1f", FAULTS_AT0(X86_TRAP_GP, 0),
		   GIVE_EDGE(DI, 0)),
	OTHER_CODE("241.SS", "LTR", "#SS(0), address not canonical",
		   "ltr (%rbp)", "\x0f\x00\x5d\x00", FAULTS_AT0(X86_TRAP_SS, 0),
		   GIVE_EDGE(BP, 0)),
	REFUSES("242.TI", LLDT, "a selector of the LDT: #GP(selector)",
		SEL | SEL_TI, X86_TRAP_GP, SEL | SEL_TI,
		SYSTEM(LDT, DESC_PRESENT), ),
	REFUSES("242.END", LLDT, "past the GDT's limit: #GP(selector)",
		SEL_BEYOND, X86_TRAP_GP, SEL_BEYOND, ),
	REFUSES("242.DATA", LLDT, "a data segment: #GP(selector)",
		SEL_KERNEL_DATA, X86_TRAP_GP, SEL_KERNEL_DATA, ),
	REFUSES("242.TSS", LLDT, "a TSS: #GP(selector)", SEL_TSS, X86_TRAP_GP,
		SEL_TSS, ),
	REFUSES("242.P", LLDT, "an LDT that is not present: #NP(selector)", SEL,
		X86_TRAP_NP, SEL, SYSTEM(LDT, 0), ),
	REFUSES32("242.32", LLDT, "a data segment: #GP(selector)",
		  SEL_KERNEL_DATA, X86_TRAP_GP, SEL_KERNEL_DATA),
	CHECK("F-242 LLDT: SLDT stores the selector", SDM("LLDT"),
	      CODE("lldt %eax; sldt %ecx", "\x0f\x00\xd0\x0f\x00\xc1"), RING0,
	      BOTH, GIVE(AX, SEL), SYSTEM(LDT, DESC_PRESENT),
	      IS(EVENT, ARRIVED), IS(CX, SEL)),
	CHECK("F-242.0 LLDT, null: works, and a selector of the LDT is invalid",
	      SDM("LLDT"),
	      CODE("lldt %eax; lar %ecx,%edx", "\x0f\x00\xd0\x0f\x02\xd1"),
	      RING0, BOTH, GIVE(AX, 0), GIVE(CX, SEL | SEL_TI),
	      ON(FLAGS, X86_EFLAGS_ZF), IS(EVENT, ARRIVED),
	      LACKS(FLAGS, X86_EFLAGS_ZF)),
	CHECK("F-242.LOAD MOV DS, of the LDT, when LDTR is null: #GP(selector)",
	      SDM("MOV"),
	      CODE("lldt %eax; mov %ecx,%ds", "\x0f\x00\xd0\x8e\xd9"), RING0,
	      BOTH, GIVE(AX, 0), GIVE(CX, SEL | SEL_TI), IS(EVENT, X86_TRAP_GP),
	      IS(ERROR, SEL | SEL_TI), IS(IP, KERNEL_CODE + 3)),
	OTHER_CODE("242.LOCK", "LLDT", "#UD", "lock lldt %eax",
		   "\xf0\x0f\x00\xd0", UD_AT0, GIVE(AX, 0)),
	OTHER_CODE("242.MEM", "LLDT", "#PF, of no page", "lldt (%rdi)",
		   "\x0f\x00\x17", FAULTS_AT0(X86_TRAP_PF, 0),
		   GIVE(DI, NO_PAGE)),
	OTHER_CODE("242.GP", "LLDT", "#GP(0), address not canonical",
		   "lldt (%rdi)", "\x0f\x00\x17", FAULTS_AT0(X86_TRAP_GP, 0),
		   GIVE_EDGE(DI, 0)),
	OTHER_CODE("242.SS", "LLDT", "#SS(0), address not canonical",
		   "lldt (%rbp)", "\x0f\x00\x55\x00",
		   FAULTS_AT0(X86_TRAP_SS, 0), GIVE_EDGE(BP, 0)),
	COMES_BACK(prepare_gdtr, "F-243", "LGDT, SGDT: limit and 64-bit base",
		   LGDT_SGDT, "LGDT"),
	COMES_BACK(prepare_idtr, "F-243.IDT",
		   "LIDT, SIDT: limit and 64-bit base", LIDT_SIDT, "LIDT"),
	CHECK_WITH(NEED_NOTHING, prepare_gdtr, "F-243.LOCK LOCK LGDT: #UD",
		   SDM("LGDT"), CODE("lock lgdt (%rdi)", "\xf0\x0f\x01\x17"),
		   RING0, BOTH, GIVE(DI, KERNEL_SP), UD_AT0),
	CHECK_WITH(NEED_NOTHING, prepare_idtr, "F-243.LOCKI LOCK LIDT: #UD",
		   SDM("LIDT"), CODE("lock lidt (%rdi)", "\xf0\x0f\x01\x1f"),
		   RING0, BOTH, GIVE(DI, KERNEL_SP), UD_AT0),
	OTHER_CODE("243.PF", "LGDT", "#PF, of no page", "lgdt (%rdi)",
		   "\x0f\x01\x17", FAULTS_AT0(X86_TRAP_PF, 0),
		   GIVE(DI, NO_PAGE)),
	OTHER_CODE("243.PFI", "LIDT", "#PF, of no page", "lidt (%rdi)",
		   "\x0f\x01\x1f", FAULTS_AT0(X86_TRAP_PF, 0),
		   GIVE(DI, NO_PAGE)),
	OTHER_CODE("243.GP", "LGDT", "#GP(0), address not canonical",
		   "lgdt (%rdi)", "\x0f\x01\x17", FAULTS_AT0(X86_TRAP_GP, 0),
		   GIVE_EDGE(DI, 0)),
	OTHER_CODE("243.GPI", "LIDT", "#GP(0), address not canonical",
		   "lidt (%rdi)", "\x0f\x01\x1f", FAULTS_AT0(X86_TRAP_GP, 0),
		   GIVE_EDGE(DI, 0)),
	OTHER_CODE("243.SS", "LGDT", "#SS(0), address not canonical",
		   "lgdt (%rbp)", "\x0f\x01\x55\x00",
		   FAULTS_AT0(X86_TRAP_SS, 0), GIVE_EDGE(BP, 0)),
	STORES("SGDT", "sgdt (%rdi)", "\x0f\x01\x07", LACKS(WORD1, ~0xffffull)),
	STORES("SIDT", "sidt (%rdi)", "\x0f\x01\x0f", LACKS(WORD1, ~0xffffull)),
	STORES("SLDT", "sldt %eax", "\x0f\x00\xc0", IS(AX, 0)),
	STORES("STR", "str %eax", "\x0f\x00\xc8", IS(AX, SEL_TSS)),
	UMIP32("SGDT", "sgdt (%rdi)", "\x0f\x01\x07"),
	UMIP32("SIDT", "sidt (%rdi)", "\x0f\x01\x0f"),
	UMIP32("SLDT", "sldt %eax", "\x0f\x00\xc0"),
	UMIP32("STR", "str %eax", "\x0f\x00\xc8"),
	UMIP32("SMSW", "smsw %eax", "\x0f\x01\xe0"),
	OTHER_CODE("244.LOCK", "SGDT", "#UD", "lock sgdt (%rdi)",
		   "\xf0\x0f\x01\x07", UD_AT0, GIVE(DI, KERNEL_SP)),
	OTHER_CODE("244.LOCKI", "SIDT", "#UD", "lock sidt (%rdi)",
		   "\xf0\x0f\x01\x0f", UD_AT0, GIVE(DI, KERNEL_SP)),
	OTHER_CODE("244.LOCKL", "SLDT", "#UD", "lock sldt (%rdi)",
		   "\xf0\x0f\x00\x07", UD_AT0, GIVE(DI, KERNEL_SP)),
	OTHER_CODE("244.LOCKT", "STR", "#UD", "lock str (%rdi)",
		   "\xf0\x0f\x00\x0f", UD_AT0, GIVE(DI, KERNEL_SP)),
	OTHER_CODE("244.LOCKS", "SMSW", "#UD", "lock smsw (%rdi)",
		   "\xf0\x0f\x01\x27", UD_AT0, GIVE(DI, KERNEL_SP)),
	OTHER_CODE("244.PF", "SGDT", "#PF, to no page", "sgdt (%rdi)",
		   "\x0f\x01\x07", FAULTS_AT0(X86_TRAP_PF, 2),
		   GIVE(DI, NO_PAGE)),
	OTHER_CODE("244.GP", "SGDT", "#GP(0), address not canonical",
		   "sgdt (%rdi)", "\x0f\x01\x07", FAULTS_AT0(X86_TRAP_GP, 0),
		   GIVE_EDGE(DI, 0)),
	OTHER_CODE("244.SS", "SGDT", "#SS(0), address not canonical",
		   "sgdt (%rbp)", "\x0f\x01\x45\x00",
		   FAULTS_AT0(X86_TRAP_SS, 0), GIVE_EDGE(BP, 0)),
	OTHER_CODE("244.ZERO", "SLDT", "upper bits are 0", "sldt %rax",
		   "\x48\x0f\x00\xc0", IS(AX, 0), IS(EVENT, ARRIVED)),
	OTHER_CODE("244.MEM", "STR", "stores 2 bytes", "str (%rdi)",
		   "\x0f\x00\x0f", IS(EVENT, ARRIVED), GIVE(DI, KERNEL_SP),
		   GIVE(WORD0, 0x1111111111111111),
		   IS(WORD0, 0x1111111111110000 | SEL_TSS)),
};

const struct check_table check_registers = { checks, ARRAY_SIZE(checks) };
