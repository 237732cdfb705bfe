/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The crossings that walk makes. Each gate takes the rows that list it, in this
 * order. The report shows name; the story prints why before the row.
 */
#include "layout.h"
#include "walk.h"

#define NO_SUCH_CALL 999
#define NONCANONICAL (1ul << 63) /* with 4 levels and with 5 */
#define UNMAPPED 0x10000ul	 /* below every program */
#define ABOVE_32_BITS (1ul << 32)

#define SYSCALL BIT(BY_SYSCALL)
#define SYSENTER BIT(BY_SYSENTER)
#define INT80 BIT(BY_INT80)
#define ALL (SYSCALL | SYSENTER | INT80)
#define SYSCALL_32 BIT(BY_SYSCALL_32)
#define EVERY (ALL | SYSCALL_32 | BIT(BY_SYSENTER_32) | BIT(BY_INT80_32))
#define SIXTY_FOUR_BIT (SYSCALL | SYSENTER)
#define OBSERVE BIT(NEEDS_OBSERVE)
#define SELFTEST BIT(NEEDS_SELFTEST)

const struct trip_kind trip_kinds[] = {
	{
		.name = "getpid gives the pid",
		.why = "The simplest call: no arguments, one result.\n",
		.prepare = trip_getpid,
		.gates = EVERY,
		.brief = DETAIL_WHOLE,
		.full = DETAIL_ALL,
	},
	{
		.name = "write takes its three arguments",
		.why = "A call with arguments, each in the register that the\n"
		       "gate's convention names.\n",
		.prepare = trip_write_line,
		.gates = ALL,
	},
	{
		.name = "six arguments arrive in pt_regs",
		.why = "A number that is no call, so ring 0 touches nothing:\n"
		       "all six argument registers are in pt_regs as they\n"
		       "were loaded.\n",
		.prepare = trip_no_such_call,
		.argument = NO_SUCH_CALL,
		.gates = EVERY,
		.needs = OBSERVE,
	},
	{
		.name = "a number beyond the table gives -ENOSYS",
		.why = "Ring 0 clamps the number to the row after the\n"
		       "table's last, without a branch that a CPU could\n"
		       "mispredict.\n",
		.prepare = trip_no_such_call,
		.argument = NO_SUCH_CALL,
		.gates = ALL,
	},
	{
		.name = "number -1 gives -ENOSYS",
		.why = "All 64 bits set: as a signed number it would be\n"
		       "below the size.\n",
		.prepare = trip_no_such_call,
		.argument = -1ul,
		.gates = ALL,
	},
	{
		.name = "number 2^31 gives -ENOSYS",
		.why = "The sign bit of the 32-bit number.\n",
		.prepare = trip_no_such_call,
		.argument = 1ul << 31,
		.gates = ALL,
	},
	{
		.name = "the number is the low 32 bits of rax",
		.why = "getpid's number with bit 32 of rax set: still\n"
		       "getpid.\n",
		.prepare = trip_getpid,
		.argument = ABOVE_32_BITS,
		.gates = ALL,
	},
	{
		.name = "every flag set comes back set",
		.why = "CF PF AF ZF SF DF OF NT AC ID set: all that POPF can\n"
		       "set here but TF. DF, NT and AC would harm ring 0, so\n"
		       "they are cleared on the way in, and must be set\n"
		       "again after the call.\n",
		.prepare = trip_flags,
		.argument = USER_FLAGS,
		.gates = EVERY,
	},
	{
		.name = "every flag clear comes back clear",
		.why = "The same, all clear: none of ring 0's flags may\n"
		       "come back set.\n",
		.prepare = trip_flags,
		.gates = ALL,
	},
	{
		.name = "TF gives one SIGTRAP, one instruction later",
		.why = "With TF the CPU traps after each instruction. SYSCALL\n"
		       "and int 0x80 clear TF; SYSENTER does not, so ring 0\n"
		       "traps at its first instruction, clears TF, and sets\n"
		       "it in pt_regs. For ring 3 the call must be one\n"
		       "instruction. IRET traps after the instruction that it\n"
		       "returns to, but SYSRET and SYSEXIT before it: so ring\n"
		       "0 takes IRET. The handler of SIGTRAP clears TF.\n",
		.prepare = trip_single_step,
		.gates = EVERY,
		.brief = DETAIL_RETURN,
	},
	{
		.name = "rt_sigreturn to any registers: IRET",
		.why = "rt_sigreturn loads all registers from a frame on the\n"
		       "stack. This one has values that only IRET can load.\n",
		.prepare = trip_sigreturn,
		.gates = SIXTY_FOUR_BIT,
		.brief = DETAIL_RETURN,
		.full = DETAIL_ALL,
	},
	{
		.name = "rt_sigreturn to registers that allow the fast return",
		.why = "The same, but the frame holds what the fast return\n"
		       "would load (rip in rcx, rflags in r11; for SYSEXIT\n"
		       "rip in rdx, rsp in rcx), so ring 0 takes it. The\n"
		       "frame decides, and not the call.\n",
		.prepare = trip_sigreturn,
		.argument = true,
		.gates = SIXTY_FOUR_BIT,
		.brief = DETAIL_RETURN,
	},
	{
		.name = "write from unmapped memory gives -EFAULT",
		.why = "Ring 0 copies by code whose page faults are fixed up:\n"
		       "the copy ends, and the call fails.\n",
		.prepare = trip_write_from,
		.argument = UNMAPPED,
		.gates = ALL,
	},
	{
		.name = "write from ring 0's memory gives -EFAULT",
		.why = "Ring 0 refuses its own address before it reads it.\n"
		       "(int 0x80 has 32-bit arguments, so there it is\n"
		       "0x80000000, unmapped.)\n",
		.prepare = trip_write_from,
		.argument = RING0_LINK,
		.gates = ALL,
	},
	{
		.name = "write from a non-canonical address gives -EFAULT",
		.why = "The access would raise #GP in ring 0, and no page\n"
		       "fault, so ring 0 refuses the address.\n",
		.prepare = trip_write_from,
		.argument = NONCANONICAL,
		.gates = SIXTY_FOUR_BIT,
	},
	{
		.name = "write with a length that wraps gives -EFAULT",
		.why = "A good address, and a length that takes its end past\n"
		       "2^64 to a low address: a check of the end alone\n"
		       "would let it pass.\n",
		.prepare = trip_write_wrapping,
		.gates = SIXTY_FOUR_BIT,
	},
	{
		.name = "ip changed in pt_regs: IRET",
		.why = "Ring 0 changes pt_regs->ip: the frame is no longer\n"
		       "what the fast return would load.\n",
		.prepare = trip_set_ip,
		.gates = SIXTY_FOUR_BIT,
		.needs = SELFTEST,
	},
	{
		.name = "r11 changed in pt_regs: IRET",
		.why = "Ring 0 changes pt_regs->r11: SYSRET would load it\n"
		       "into rflags.\n",
		.prepare = trip_set_high,
		.argument = STATE_R11,
		.gates = SYSCALL | SYSCALL_32,
		.needs = SELFTEST,
	},
	{
		.name = "r12 changed in pt_regs: IRET",
		.why = "32-bit code has no r12. SYSRETL's path leaves 0 in\n"
		       "it, so a frame with a value there needs IRET.\n",
		.prepare = trip_set_high,
		.argument = STATE_R12,
		.gates = SYSCALL_32,
		.needs = SELFTEST,
	},
	{
		.name = "RF set in pt_regs: IRET",
		.why = "Ring 0 sets RF in pt_regs->flags, as a debugger does\n"
		       "to step over a breakpoint. SYSRET would clear it\n"
		       "(and r11 lacks it, which is seen first), SYSEXIT\n"
		       "loads no flags.\n",
		.prepare = trip_set_rf,
		.gates = SIXTY_FOUR_BIT | SYSCALL_32,
		.needs = SELFTEST,
	},
};
const size_t trip_kind_count = ARRAY_SIZE(trip_kinds);
