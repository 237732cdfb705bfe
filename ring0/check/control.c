/* SPDX-License-Identifier: BSD-2-Clause */
/* MOV to and from control and debug registers, LMSW, CLTS: F-251 to F-262. */

#include "check/expect.h"
#include "check/machine.h"

#define TO_CR0 CODE("mov %rax,%cr0", "\x0f\x22\xc0")
#define TO_CR8 CODE("mov %rax,%cr8", "\x44\x0f\x22\xc0")
#define TO_CR0_READ \
	CODE("mov %rax,%cr0; mov %cr0,%rcx", "\x0f\x22\xc0\x0f\x20\xc1")

void prepare_flip_cr0(u64 *give)
{
	give[FIELD_AX] ^= give[FIELD_CR0];
}

void prepare_flip_cr4(u64 *give)
{
	give[FIELD_AX] ^= give[FIELD_CR4];
}

void prepare_flip_efer(u64 *give)
{
	give[FIELD_AX] = (give[FIELD_AX] ^ give[FIELD_EFER]) & 0xffffffff;
}

void prepare_flip_cr3(u64 *give)
{
	give[FIELD_AX] ^= give[FIELD_CR3];
}

/* These bits, changed in what the register holds: #GP(0), and it is kept. */
#define CR0_REFUSES(id, what, bits)                                  \
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr0,                   \
		   "F-251" id " MOV to CR0, " what ": #GP(0)",       \
		   "SDM MOV Control Registers", TO_CR0, RING0, BOTH, \
		   GIVE(AX, bits), FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(CR0))
#define CR0_TAKES(id, what, bits, ...)                                    \
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr0,                        \
		   "F-251" id " MOV to CR0, " what,                       \
		   "SDM MOV Control Registers", TO_CR0_READ, RING0, BOTH, \
		   GIVE(AX, bits), IS(EVENT, ARRIVED), __VA_ARGS__)
#define CR0_NW (1 << 29)
#define CR0_RESERVED6 (1 << 6)
#define BIT63 (1ull << 63)

#define NO_REGISTER(id, text, bytes)                                     \
	CHECK("F-258." id " " text ": #UD", "SDM MOV Control Registers", \
	      CODE(text, bytes), RING0, BOTH, GIVE(AX, 0), UD_AT0)

#define LMSW CODE("lmsw %eax", "\x0f\x01\xf0")
#define CLTS CODE("clts", "\x0f\x06")
#define SOME_CR8 5

#define CODE_FROM_DR4 CODE("mov %db4,%rax", "\x0f\x21\xe0")
#define CODE_FROM_DR5 CODE("mov %db5,%rax", "\x0f\x21\xe8")
#define CODE_TO_DR4 CODE("mov %rax,%db4", "\x0f\x23\xe0")
#define CODE_FROM_DR8 CODE("mov %db8,%rax", "\x44\x0f\x21\xc0")
#define CODE_LOCK_DR0 CODE("lock mov %db0,%rax", "\xf0\x0f\x21\xc0")
#define CODE_TO_DR6 CODE("mov %rax,%db6", "\x0f\x23\xf0")
#define CODE_TO_DR7 CODE("mov %rax,%db7", "\x0f\x23\xf8")
#define DR(name, code, ...)                                              \
	CHECK(name, "SDM MOV Debug Registers", CODE_##code, RING0, BOTH, \
	      __VA_ARGS__)

/*
 * Why: a control register's bits are the mode, paging, SMEP, SMAP and the rest.
 * The manual lists which combinations a MOV refuses; an emulator that takes one
 * of them is in a state that no CPU has. DR6 and DR7 have reserved bits, too,
 * and DR4 and DR5 exist only as other names while CR4.DE is 0.
 *
 * On what: MOV with one bit of the register the other way: reserved ones, ones
 * that long mode needs, ones that need another; registers that do not exist;
 * LMSW, which may set PE but not clear it; CLTS. What may take the machine down
 * if it is not refused is in risky.c.
 *
 * Expected: #GP(0) at the MOV and the register as before; #UD for a register
 * that does not exist. Reserved bits of CR0's lower half are ignored.
 */
static const struct check checks[] = {
	CR0_REFUSES(".NW", "CD=0, NW=1", CR0_NW),
	CR0_REFUSES(".HIGH", "bit 63", BIT63),
	CR0_TAKES(".ET", "ET=0: ET stays 1", X86_CR0_ET, HAS(CX, X86_CR0_ET)),
	CR0_TAKES(".RES", "bit 6, which is reserved: stays 0", CR0_RESERVED6,
		  LACKS(CX, CR0_RESERVED6)),
	CR0_TAKES("", "TS=1: MOV from CR0 shows it", X86_CR0_TS,
		  HAS(CX, X86_CR0_TS)),
	CHECK_WITH(NEED_NOTHING, prepare_flip_cr3,
		   "F-251.LOCK LOCK MOV to CR3: #UD",
		   "SDM MOV Control Registers",
		   CODE("lock mov %rax,%cr3", "\xf0\x0f\x22\xd8"), RING0, BOTH,
		   GIVE(AX, 0), UD_AT0),
	CHECK("F-252 CLTS: clears CR0.TS alone", SDM("CLTS"), CLTS, RING0, BOTH,
	      ON(CR0, X86_CR0_TS | X86_CR0_MP), IS(EVENT, ARRIVED),
	      LACKS(CR0, X86_CR0_TS), HAS(CR0, X86_CR0_MP | X86_CR0_PE)),
	CHECK("F-252.LOCK LOCK CLTS: #UD", SDM("CLTS"),
	      CODE("lock clts", "\xf0\x0f\x06"), RING0, BOTH,
	      ON(CR0, X86_CR0_TS), UD_AT0, HAS(CR0, X86_CR0_TS)),
	CHECK("F-252.32 CLTS in compatibility mode: clears CR0.TS", SDM("CLTS"),
	      CLTS, RING0_32, BOTH, ON(CR0, X86_CR0_TS), IS(EVENT, ARRIVED),
	      LACKS(CR0, X86_CR0_TS)),
	CHECK("F-253 LMSW of 0: MP, EM and TS become 0, PE stays 1",
	      SDM("LMSW"), LMSW, RING0, BOTH, GIVE(AX, 0),
	      ON(CR0, X86_CR0_MP | X86_CR0_TS), IS(EVENT, ARRIVED),
	      HAS(CR0, X86_CR0_PE),
	      LACKS(CR0, X86_CR0_MP | X86_CR0_EM | X86_CR0_TS)),
	CHECK("F-253.HIGH LMSW: bits 15 to 4 have no effect", SDM("LMSW"), LMSW,
	      RING0, BOTH, GIVE(AX, 0xffff & ~X86_CR0_EM), IS(EVENT, ARRIVED),
	      HAS(CR0, X86_CR0_TS | X86_CR0_MP), LACKS(CR0, CR0_RESERVED6)),
	CHECK("F-253.LOCK LOCK LMSW: #UD", SDM("LMSW"),
	      CODE("lock lmsw %eax", "\xf0\x0f\x01\xf0"), RING0, BOTH,
	      GIVE(AX, 0), UD_AT0),
	CHECK("F-253.PF LMSW of no page: #PF", SDM("LMSW"),
	      CODE("lmsw (%rdi)", "\x0f\x01\x37"), RING0, BOTH, GIVE(DI, 8),
	      FAULTS_AT0(X86_TRAP_PF, 0)),
	CHECK("F-253.GP LMSW, address not canonical: #GP(0)", SDM("LMSW"),
	      CODE("lmsw (%rdi)", "\x0f\x01\x37"), RING0, BOTH,
	      GIVE_EDGE(DI, 0), FAULTS_AT0(X86_TRAP_GP, 0)),
	CHECK("F-254 MOV to CR2, from CR2: all 64 bits",
	      "SDM MOV Control Registers",
	      CODE("mov %rax,%cr2; mov %cr2,%rcx", "\x0f\x22\xd0\x0f\x20\xd1"),
	      RING0, BOTH, GIVE_EDGE(AX, -8), IS(EVENT, ARRIVED),
	      IS_EDGE(CX, -8)),
	CHECK_NEED(NEED_PCID,
		   "F-255.PCID MOV to CR4, PCIDE=1, CR3[11:0] not 0: #GP(0)",
		   "SDM MOV Control Registers",
		   CODE("or $8,%rcx; mov %rcx,%cr3; mov %rax,%cr4",
			"\x0f\x20\xd9\x48\x83\xc9\x08\x0f\x22\xd9\x0f\x20\xe0"
			"\x48\x0f\xba\xe8\x11\x0f\x22\xe0"),
		   RING0, INTEL, IS(EVENT, X86_TRAP_GP), IS(ERROR, 0),
		   IS(IP, KERNEL_CODE + 18)),
	CHECK("F-257 MOV to CR8, from CR8: bits 3 to 0",
	      "SDM MOV Control Registers",
	      CODE("mov %rax,%cr8; mov %cr8,%rcx",
		   "\x44\x0f\x22\xc0\x44\x0f\x20\xc1"),
	      RING0, BOTH, GIVE(AX, SOME_CR8), IS(EVENT, ARRIVED),
	      IS(CX, SOME_CR8)),
	CHECK("F-257.RES MOV to CR8, bit 4: #GP(0)",
	      "SDM MOV Control Registers", TO_CR8, RING0, BOTH, GIVE(AX, 0x10),
	      FAULTS_AT0(X86_TRAP_GP, 0)),
	NO_REGISTER("1", "mov %rax,%cr1", "\x0f\x22\xc8"),
	NO_REGISTER("5", "mov %rax,%cr5", "\x0f\x22\xe8"),
	NO_REGISTER("6", "mov %rax,%cr6", "\x0f\x22\xf0"),
	NO_REGISTER("7", "mov %rax,%cr7", "\x0f\x22\xf8"),
	NO_REGISTER("9", "mov %rax,%cr9", "\x44\x0f\x22\xc8"),
	NO_REGISTER("15", "mov %rax,%cr15", "\x44\x0f\x22\xf8"),
	NO_REGISTER("R1", "mov %cr1,%rax", "\x0f\x20\xc8"),
	NO_REGISTER("R5", "mov %cr5,%rax", "\x0f\x20\xe8"),
	NO_REGISTER("R9", "mov %cr9,%rax", "\x44\x0f\x20\xc8"),
	DR("F-261 MOV from DR4 with CR4.DE=1: #UD", FROM_DR4,
	   ON(CR4, X86_CR4_DE), UD_AT0, KEEPS(AX)),
	DR("F-261.5 MOV from DR5 with CR4.DE=1: #UD", FROM_DR5,
	   ON(CR4, X86_CR4_DE), UD_AT0, KEEPS(AX)),
	DR("F-261.W MOV to DR4 with CR4.DE=1: #UD", TO_DR4, ON(CR4, X86_CR4_DE),
	   UD_AT0),
	DR("F-261.4A MOV from DR4 with CR4.DE=0: is DR6", FROM_DR4,
	   OFF(CR4, X86_CR4_DE), IS(EVENT, ARRIVED), IS(AX, 0xffff0ff0)),
	DR("F-261.5A MOV from DR5 with CR4.DE=0: is DR7", FROM_DR5,
	   OFF(CR4, X86_CR4_DE), IS(EVENT, ARRIVED), IS(AX, 0x400)),
	DR("F-262 MOV to DR6, bit 63: #GP(0)", TO_DR6, GIVE(AX, BIT63),
	   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(DR6)),
	DR("F-262.7 MOV to DR7, bit 63: #GP(0)", TO_DR7, GIVE(AX, BIT63),
	   FAULTS_AT0(X86_TRAP_GP, 0), KEEPS(DR7)),
	DR("F-262.6R MOV to DR6 of 0: reserved bits read 1", TO_DR6,
	   GIVE(AX, 0), IS(EVENT, ARRIVED), HAS(DR6, 0xfffe0ff0),
	   LACKS(DR6, 1 << 12)),
	DR("F-262.7R MOV to DR7 of 0: bit 10 reads 1", TO_DR7, GIVE(AX, 0),
	   IS(EVENT, ARRIVED), IS(DR7, 0x400)),
	DR("F-262.8 MOV from DR8: #UD", FROM_DR8, UD_AT0, KEEPS(AX)),
	DR("F-262.LOCK LOCK MOV from DR0: #UD", LOCK_DR0, UD_AT0, KEEPS(AX)),
};

const struct check_table check_control = { checks, ARRAY_SIZE(checks) };
