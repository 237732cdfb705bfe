/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The crossings that walk makes: by each gate all rows that name it, in this
 * order. name is the row's in the report, why is told above it.
 */
#include "layout.h"
#include "walk.h"

#define NO_SUCH_CALL 999
#define NONCANONICAL (1ul << 63) /* with 4 levels and with 5 */
#define UNMAPPED 0x10000ul	 /* below every program */
#define ABOVE_32_BITS (1ul << 32)

#define SYSCALL BIT(GATE_SYSCALL)
#define SYSENTER BIT(GATE_SYSENTER)
#define INT80 BIT(GATE_INT80)
#define ALL (SYSCALL | SYSENTER | INT80)
#define SIXTY_FOUR_BIT (SYSCALL | SYSENTER)
#define OBSERVE BIT(NEEDS_OBSERVE)
#define SELFTEST BIT(NEEDS_SELFTEST)

const struct trip_kind trip_kinds[] = {
	{ "getpid gives the pid",
	  "The simplest call: no arguments, one result.\n",
	  trip_getpid, 0, ALL, 0, true },
	{ "write takes its three arguments",
	  "A call with arguments, each in the register that the gate's\n"
	  "convention names.\n",
	  trip_write_line, 0, ALL, 0, false },
	{ "six arguments lie in their fields of pt_regs",
	  "A number that is no call, so ring 0 touches nothing: all six\n"
	  "argument registers are in pt_regs as they were loaded.\n",
	  trip_no_such_call, NO_SUCH_CALL, ALL, OBSERVE, false },
	{ "a number beyond the table gives -ENOSYS",
	  "Ring 0 compares the number with the table's size, and clamps it\n"
	  "with a mask that holds under speculation too.\n",
	  trip_no_such_call, NO_SUCH_CALL, ALL, 0, false },
	{ "number -1 gives -ENOSYS",
	  "All 64 bits set: as a signed number it would pass `< size'.\n",
	  trip_no_such_call, -1ul, ALL, 0, false },
	{ "number 2^31 gives -ENOSYS",
	  "The sign bit of the 32-bit number.\n",
	  trip_no_such_call, 1ul << 31, ALL, 0, false },
	{ "the number is the low 32 bits of rax",
	  "getpid's number with bit 32 of rax set: still getpid.\n",
	  trip_getpid, ABOVE_32_BITS, ALL, 0, false },
	{ "every flag set comes back set",
	  "CF PF AF ZF SF DF OF NT AC ID set: all that POPF can set here but\n"
	  "TF. DF, NT and AC would harm ring 0, so it clears them on its way\n"
	  "in, and they must be back behind the call.\n",
	  trip_flags, USER_FLAGS, ALL, 0, false },
	{ "every flag clear comes back clear",
	  "The same, all clear: nothing of ring 0's flags may come along.\n",
	  trip_flags, 0, ALL, 0, false },
	{ "TF gives one SIGTRAP, behind the next instruction",
	  "TF set: the CPU traps behind each instruction. Ring 0 must not run\n"
	  "so, and ring 3 must be trapped as if the call were one instruction.\n"
	  "IRET with TF traps behind the next instruction, where SYSRET and\n"
	  "SYSEXIT would trap before it: so IRET it is. The handler of SIGTRAP\n"
	  "then clears TF.\n",
	  trip_single_step, 0, ALL, 0, false },
	{ "rt_sigreturn to any registers: IRET",
	  "rt_sigreturn loads all registers from a frame on the stack. This\n"
	  "one holds values that no fast return can load.\n",
	  trip_sigreturn, false, SIXTY_FOUR_BIT, 0, true },
	{ "rt_sigreturn to registers that allow the fast return",
	  "The same, but the frame holds what the fast return would load (rip\n"
	  "in rcx and rflags in r11; for SYSEXIT rip in rdx, rsp in rcx), so\n"
	  "ring 0 may take it, and does: what counts is the frame.\n",
	  trip_sigreturn, true, SIXTY_FOUR_BIT, 0, false },
	{ "write from unmapped memory gives -EFAULT",
	  "Ring 0 copies through code that has a way out of a page fault.\n",
	  trip_write_from, UNMAPPED, ALL, 0, false },
	{ "write from ring 0's memory gives -EFAULT",
	  "An address of ring 0's: refused before it is read. (int 0x80 has\n"
	  "32-bit arguments, so there it is 0x80000000, unmapped.)\n",
	  trip_write_from, RING0_LINK, ALL, 0, false },
	{ "write from a non-canonical address gives -EFAULT",
	  "It would raise #GP in ring 0, not a page fault.\n",
	  trip_write_from, NONCANONICAL, SIXTY_FOUR_BIT, 0, false },
	{ "write with a length that wraps gives -EFAULT",
	  "A good address, and a length that takes its end past 2^64 to a low\n"
	  "address: a check of the end alone would let it pass.\n",
	  trip_write_wrapping, 0, SIXTY_FOUR_BIT, 0, false },
	{ "ip changed in pt_regs: IRET",
	  "Ring 0 changes pt_regs->ip: the frame is no longer what the fast\n"
	  "return would load.\n",
	  trip_set_ip, 0, SIXTY_FOUR_BIT, SELFTEST, false },
	{ "r11 changed in pt_regs: IRET",
	  "Ring 0 changes pt_regs->r11: SYSRET would load it into rflags.\n",
	  trip_set_r11, 0, SYSCALL, SELFTEST, false },
	{ "RF set in pt_regs: IRET",
	  "Ring 0 sets RF in pt_regs->flags, as a debugger does to step over a\n"
	  "breakpoint; SYSRET clears it, and SYSEXIT loads no flags.\n",
	  trip_set_rf, 0, SIXTY_FOUR_BIT, SELFTEST, false },
};
const size_t trip_kind_count = ARRAY_SIZE(trip_kinds);
