/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 3 may not do: F-218 to F-220, F-224. */

#include "check/check.h"
#include "check/machine.h"

#define REFUSED                                                      \
	IS(EVENT, X86_TRAP_GP), IS(ERROR, 0), IS(CS, SEL_USER_CODE), \
		IS(IP, USER_CODE)
#define PRIVILEGED(id, text, bytes) PRIVILEGED_BY(id, id, text, bytes)
#define PRIVILEGED_BY(id, source, text, bytes)                       \
	CHECK("F-218." id " " text " at CPL 3: #GP(0)", SDM(source), \
	      CODE(text, bytes), RING3, BOTH, GIVE(DI, USER_SP), REFUSED)
#define UMIP(id, text, bytes)                                           \
	CHECK_NEED(NEED_UMIP, "F-220." id " " text " at CPL 3: #GP(0)", \
		   SDM(id), CODE(text, bytes), RING3, BOTH,             \
		   ON(CR4, X86_CR4_UMIP), GIVE(DI, USER_SP), REFUSED)

/* The I/O map: ports 0 to 63 are allowed, but where it says otherwise. */
#define IOMAP_BASE sizeof(struct tss)
#define IOMAP_LIMIT (IOMAP_BASE + sizeof(check_tables.iomap) - 1)
_Static_assert(offsetof(struct check_tables, iomap) ==
		       offsetof(struct check_tables, tss) + IOMAP_BASE,
	       "I/O map");
#define PORT 0x21 /* the first 8259's mask: reading it changes nothing */
#define IN CODE("in $0x21, %al", "\xe4\x21")

#define WITHOUT_PORT GIVE(IOMAP4, 1 << (PORT - 0x20))
_Static_assert(PORT / 8 == 4, "IOMAP4");

/*
 * Why: if one of these runs at CPL 3, there is no ring 0: ring 3 moves CR3,
 * IDTR or an MSR, stops the CPU, throws dirty cache lines away (INVD), or talks
 * to devices. UMIP and TSD keep it from learning where ring 0's tables are, and
 * what time is.
 *
 * On what: every privileged instruction at CPL 3; IN and OUT with each IOPL and
 * each state of the I/O map; SGDT and its kin with CR4.UMIP; RDTSC with
 * CR4.TSD.
 *
 * Expected: #GP(0) at the instruction, and nothing has changed. The I/O map's
 * byte after the port's must lie within the TSS's limit, too.
 */
static const struct check checks[] = {
	PRIVILEGED("HLT", "hlt", "\xf4"),
	PRIVILEGED_BY("MOV_CR", "MOV Control Registers", "mov %cr0, %rax",
		      "\x0f\x20\xc0"),
	PRIVILEGED_BY("MOV_CR0", "MOV Control Registers", "mov %rax, %cr0",
		      "\x0f\x22\xc0"),
	PRIVILEGED_BY("MOV_CR3", "MOV Control Registers", "mov %rax, %cr3",
		      "\x0f\x22\xd8"),
	PRIVILEGED_BY("MOV_CR4", "MOV Control Registers", "mov %rax, %cr4",
		      "\x0f\x22\xe0"),
	PRIVILEGED_BY("MOV_CR8", "MOV Control Registers", "mov %cr8, %rax",
		      "\x44\x0f\x20\xc0"),
	PRIVILEGED_BY("MOV_DR", "MOV Debug Registers", "mov %db0, %rax",
		      "\x0f\x21\xc0"),
	PRIVILEGED_BY("MOV_DR7", "MOV Debug Registers", "mov %rax, %db7",
		      "\x0f\x23\xf8"),
	PRIVILEGED("RDMSR", "rdmsr", "\x0f\x32"),
	PRIVILEGED("WRMSR", "wrmsr", "\x0f\x30"),
	PRIVILEGED("RDPMC", "rdpmc, CR4.PCE=0", "\x0f\x33"),
	PRIVILEGED("LGDT", "lgdt (%rdi)", "\x0f\x01\x17"),
	PRIVILEGED("LIDT", "lidt (%rdi)", "\x0f\x01\x1f"),
	PRIVILEGED("LLDT", "lldt %ax", "\x0f\x00\xd0"),
	PRIVILEGED("LTR", "ltr %ax", "\x0f\x00\xd8"),
	PRIVILEGED("LMSW", "lmsw %ax", "\x0f\x01\xf0"),
	PRIVILEGED("CLTS", "clts", "\x0f\x06"),
	PRIVILEGED("INVLPG", "invlpg (%rdi)", "\x0f\x01\x3f"),
	PRIVILEGED("INVD", "invd", "\x0f\x08"),
	PRIVILEGED("WBINVD", "wbinvd", "\x0f\x09"),
	CHECK("F-219 IN at CPL 3, IOPL 0, no I/O map: #GP(0)",
	      "SDM 1, I/O Permission Bit Map", IN, RING3, BOTH, REFUSED),
	CHECK("F-219.OUT OUT at CPL 3, IOPL 0, no I/O map: #GP(0)",
	      "SDM 1, I/O Permission Bit Map",
	      CODE("out %al, $0x80", "\xe6\x80"), RING3, BOTH, REFUSED),
	CHECK("F-219.IOPL IN at CPL 3, IOPL 3, no I/O map: works",
	      "SDM 1, I/O Privilege Level", IN, RING3, BOTH,
	      ON(FLAGS, X86_EFLAGS_IOPL), IS(EVENT, ARRIVED)),
	CHECK("F-219.0 IN at CPL 3, the port's bit is 0: works",
	      "SDM 1, I/O Permission Bit Map", IN, RING3, BOTH,
	      GIVE(TSS_LIMIT, IOMAP_LIMIT), IS(EVENT, ARRIVED)),
	CHECK("F-219.1 IN at CPL 3, the port's bit is 1: #GP(0)",
	      "SDM 1, I/O Permission Bit Map", IN, RING3, BOTH, WITHOUT_PORT,
	      GIVE(TSS_LIMIT, IOMAP_LIMIT), REFUSED),
	CHECK("F-219.2 IN of 2 bytes, the second port's bit is 1: #GP(0)",
	      "SDM 1, I/O Permission Bit Map",
	      CODE("in $0x20, %ax", "\x66\xe5\x20"), RING3, BOTH, WITHOUT_PORT,
	      GIVE(TSS_LIMIT, IOMAP_LIMIT), REFUSED),
	CHECK("F-219.END IN at CPL 3, port past the map's end: #GP(0)",
	      "SDM 1, I/O Permission Bit Map",
	      CODE("in $0x50, %al", "\xe4\x50"), RING3, BOTH,
	      GIVE(TSS_LIMIT, IOMAP_LIMIT), REFUSED),
	CHECK("F-219.LAST IN at CPL 3, its bit in the map's last byte: "
	      "#GP(0)",
	      "SDM 1, I/O Permission Bit Map", IN, RING3, BOTH,
	      GIVE(TSS_LIMIT, IOMAP_BASE + PORT / 8), REFUSED),
	UMIP("SGDT", "sgdt (%rdi)", "\x0f\x01\x07"),
	UMIP("SIDT", "sidt (%rdi)", "\x0f\x01\x0f"),
	UMIP("SLDT", "sldt %eax", "\x0f\x00\xc0"),
	UMIP("STR", "str %eax", "\x0f\x00\xc8"),
	UMIP("SMSW", "smsw %eax", "\x0f\x01\xe0"),
	CHECK("F-220.0 SMSW at CPL 3, CR4.UMIP=0: works", SDM("SMSW"),
	      CODE("smsw %eax", "\x0f\x01\xe0"), RING3, BOTH,
	      OFF(CR4, X86_CR4_UMIP), IS(EVENT, ARRIVED), HAS(AX, X86_CR0_PE)),
	CHECK("F-224 RDTSC at CPL 3, CR4.TSD=1: #GP(0)", SDM("RDTSC"),
	      CODE("rdtsc", "\x0f\x31"), RING3, BOTH, ON(CR4, X86_CR4_TSD),
	      REFUSED),
	CHECK("F-224.0 RDTSC at CPL 0, CR4.TSD=1: works", SDM("RDTSC"),
	      CODE("rdtsc", "\x0f\x31"), RING0, BOTH, ON(CR4, X86_CR4_TSD),
	      IS(EVENT, ARRIVED)),
};

const struct check_table check_privilege = { checks, ARRAY_SIZE(checks) };
