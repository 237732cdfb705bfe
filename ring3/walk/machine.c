/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The story's general part, printed once a gate, before its crossings: what
 * the gate's instruction does, what it leaves undone, and what ring 0 adds.
 */
#include "ring3/lib/print.h"
#include "walk.h"

static const char rule[] =
	"================================================================\n";

static const char beginning[] =
	"Each crossing below is made like this: all 16 general registers and\n"
	"rflags are loaded, one instruction is executed, all are stored.\n"
	"Each register has a value of its own: the high digit of its bytes is\n"
	"the register's number (rax 0, rcx 1, rdx 2, rbx 3, rsp 4 to r15 f),\n"
	"the low digit counts the bytes, so that a swap or a cut shows; rsp\n"
	"points to a stack. Then each bit is compared with what the ABI says.\n"
	"\"ok\": all are right, and so is what ring 0 recorded: pt_regs, in\n"
	"which it keeps ring 3's registers (include/ptrace.h), the return\n"
	"that it took, and its reason (include/gatehouse.h).\n";

static const char syscall_story[] =
	"Gate 1 of 3: SYSCALL, and back by SYSRET (ring0/entry/syscall.S)\n"
	"\n"
	"The CPU loads    rcx = rip of the next instruction, r11 = rflags;\n"
	"                 rip = MSR LSTAR; rflags &= ~MSR FMASK (IF, TF...);\n"
	"                 cs = 0x10 and ss = 0x18 (STAR[47:32], + 8), which\n"
	"                 makes it ring 0.\n"
	"It leaves alone  rsp, which is still ring 3's, the GS base, and all\n"
	"                 memory: nothing is saved but in rcx and r11.\n"
	"So the entry     swaps GS to reach per-CPU data, parks rsp there,\n"
	"                 loads the kernel stack's top, and pushes pt_regs.\n"
	"SYSRET loads     rip = rcx, rflags = r11; cs = 0x33 and ss = 0x2b\n"
	"                 (STAR[63:48] + 16, + 8): ring 3. The stub pops the\n"
	"                 rest, rsp last. What rcx and r11 held is lost.\n";

static const char sysenter_story[] =
	"Gate 2 of 3: SYSENTER, and back by SYSEXIT (ring0/entry/sysenter.S)\n"
	"\n"
	"The CPU loads    rip = MSR SYSENTER_EIP, rsp = MSR SYSENTER_ESP;\n"
	"                 cs = 0x10 and ss = 0x18 (MSR SYSENTER_CS, + 8),\n"
	"                 which makes it ring 0; and clears IF.\n"
	"It leaves alone  all other flags, TF too: a single step goes on in\n"
	"                 ring 0. It saves nothing: rip and rsp are gone.\n"
	"So ring 3        puts the rip to return to into rdx, and rsp into\n"
	"                 rcx, before it; the third argument moves to r11.\n"
	"So the entry     swaps GS, loads the kernel stack's top, and pushes\n"
	"                 pt_regs: flags by PUSHF, ip from rdx, sp from rcx.\n"
	"SYSEXIT loads    rip = rdx, rsp = rcx; cs = 0x33 and ss = 0x3b\n"
	"                 (SYSENTER_CS + 32, + 40, with RPL 3): ring 3. It\n"
	"                 loads no flags: POPF does before it, and STI sets\n"
	"                 IF after the next instruction.\n";

static const char int80_story[] =
	"Gate 3 of 3: int 0x80, and back by IRET (ring0/entry/int80.S)\n"
	"\n"
	"The CPU loads    rip and cs from the gate at IDT[0x80], which makes\n"
	"                 it ring 0; rsp = TSS.RSP0, the kernel stack's top.\n"
	"It pushes        ss, rsp, rflags, cs, rip there: the last five\n"
	"                 fields of pt_regs. Then it clears IF, TF, NT.\n"
	"It leaves alone  all general registers, DF, AC, and the GS base.\n"
	"So the entry     swaps GS, and pushes the other fields of pt_regs.\n"
	"IRET loads       rip, cs, rflags, rsp, ss from the stack, so it can\n"
	"                 make any state of ring 3, and is right for any\n"
	"                 frame: the return that all gates have.\n"
	"Numbers and argument registers are i386's: getpid is 20, not 39.\n";

void tell(const char *lines)
{
	const char *end;

	for (; *lines; lines = end + 1) {
		for (end = lines; *end != '\n'; end++)
			;
		print("#%s%.*s\n", end == lines ? "" : " ", (int)(end - lines),
		      lines);
	}
}

void tell_beginning(void)
{
	tell(beginning);
}

void tell_gate(enum call_way gate)
{
	static const char *const stories[WAYS_64] = {
		[BY_SYSCALL] = syscall_story,
		[BY_SYSENTER] = sysenter_story,
		[BY_INT80] = int80_story,
	};

	tell("\n");
	tell(rule);
	tell(stories[gate]);
	tell(rule);
}

void tell_why(const char *title, const char *lines)
{
	print("#\n# %s:\n", title);
	tell(lines);
}
