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
	"rflags are loaded, one instruction is executed, and all are stored.\n"
	"Each register has a value of its own: the high digit of each byte is\n"
	"the register's number (rax 0, rcx 1, rdx 2, rbx 3, rsp 4 to r15 f),\n"
	"the low digit counts the bytes, so that a swap or a cut shows; rsp\n"
	"points to a stack. Then each bit is compared with the ABI's. \"ok\"\n"
	"means that all are right, and so is what ring 0 recorded: pt_regs,\n"
	"in which it keeps ring 3's registers (include/ptrace.h), the return\n"
	"that it took, and the reason for it (include/gatehouse.h).\n";

static const char brief_beginning[] =
	"Each crossing below loads all 16 general registers and rflags,\n"
	"executes one instruction, and stores them all. \"ok\" means that\n"
	"every bit is what the ABI says, and so is what ring 0 recorded:\n"
	"pt_regs, in which it keeps ring 3's registers (include/ptrace.h),\n"
	"the return that it took, and the reason for it.\n";

static const char try_next[] =
	"\n"
	"Three commands to try next:\n"
	"  make run APPEND=init=walk:full  all of each crossing\n"
	"  make check                      what the CPU gets wrong\n"
	"  make run APPEND=init=bench      what a crossing costs\n";

static const char syscall_story[] =
	"Gate 1 of 3: SYSCALL, and back by SYSRET (ring0/entry/syscall.S)\n"
	"The CPU loads   rcx = rip of the next instruction, r11 = rflags; rip\n"
	"                = MSR LSTAR, rflags &= ~MSR FMASK (IF, TF...), cs =\n"
	"                0x10 and ss = 0x18 (STAR[47:32], + 8): ring 0.\n"
	"It leaves alone rsp, which is still ring 3's, the GS base, memory.\n"
	"So the entry    swaps GS to reach per-CPU data, parks rsp there,\n"
	"                loads the kernel stack's top, and pushes pt_regs.\n"
	"SYSRET loads    rip = rcx, rflags = r11, cs = 0x33 and ss = 0x2b\n"
	"                (STAR[63:48] + 16, + 8). Before it the stub pops the\n"
	"                rest, rsp last. Ring 3's old rcx and r11 are lost.\n";

static const char sysenter_story[] =
	"Gate 2 of 3: SYSENTER, and back by SYSEXIT (ring0/entry/sysenter.S)\n"
	"The CPU loads   rip = MSR SYSENTER_EIP, rsp = MSR SYSENTER_ESP, cs =\n"
	"                0x10 and ss = 0x18 (MSR SYSENTER_CS, + 8); IF = 0.\n"
	"It leaves alone all other flags: TF, too, so it single-steps ring 0.\n"
	"                It saves nothing: ring 3's rip and rsp are lost.\n"
	"So ring 3       puts the rip and rsp to return to into rdx and rcx,\n"
	"                and the third argument into r11.\n"
	"So the entry    swaps GS, loads the kernel stack's top, and pushes\n"
	"                pt_regs: flags by PUSHF, ip from rdx, sp from rcx.\n"
	"SYSEXIT loads   rip = rdx, rsp = rcx, cs = 0x33 and ss = 0x3b\n"
	"                (SYSENTER_CS + 32, + 40, with RPL 3), and no flags:\n"
	"                POPF does, and STI, which works after SYSEXIT.\n";

static const char int80_story[] =
	"Gate 3 of 3: int 0x80, and back by IRET (ring0/entry/int80.S)\n"
	"The CPU loads   rip and cs from the gate at IDT[0x80], and rsp =\n"
	"                TSS.RSP0, the kernel stack's top.\n"
	"It pushes       ss, rsp, rflags, cs and rip there, the last fields\n"
	"                of pt_regs. Then it clears IF, TF and NT.\n"
	"It leaves alone all general registers, DF, AC, and the GS base.\n"
	"So the entry    swaps GS, and pushes the other fields of pt_regs.\n"
	"IRET loads      rip, cs, rflags, rsp and ss from the stack. It can\n"
	"                load any state of ring 3, so any gate may end by it.\n"
	"Numbers and argument registers are i386's: getpid is 20, not 39.\n";

static const char syscall_32_story[] =
	"SYSCALL from 32-bit code, and back by SYSRETL\n"
	"The CPU takes   rip from MSR CSTAR. Its frame has cs 0x23, and 0 in\n"
	"                r8 to r15, but for r11: 32-bit code has none.\n"
	"Arguments are   in ebx ebp edx esi edi, and at esp.\n";

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

void tell_beginning(bool full)
{
	tell(full ? beginning : brief_beginning);
}

void tell_end(void)
{
	tell(try_next);
}

void tell_gate(enum call_way gate, bool full)
{
	static const char *const stories[WAYS] = {
		[BY_SYSCALL] = syscall_story,
		[BY_SYSENTER] = sysenter_story,
		[BY_INT80] = int80_story,
		[BY_SYSCALL_32] = syscall_32_story,
		[BY_SYSENTER_32] = "SYSENTER from 32-bit code: as from 64-bit "
				   "code, and back to that.\n",
		[BY_INT80_32] = "int 0x80 from 32-bit code: as from 64-bit "
				"code.\n",
	};

	tell("\n");
	if (full)
		tell(rule);
	tell(stories[gate]);
	if (full)
		tell(rule);
}

void tell_why(const char *title, const char *lines, enum detail detail)
{
	if (detail == DETAIL_ROW)
		return;
	if (detail >= DETAIL_CHANGES)
		print("#\n# %s:\n", title);
	else if (*lines)
		print("#\n");
	tell(lines);
}
