/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The story's general part: what each gate's instruction does, and does not
 * do, and how ring 0 makes up for it. Told once a gate, before its crossings.
 */
#include "../lib/print.h"
#include "walk.h"

static const char rule[] =
	"----------------------------------------------------------------------"
	"------";

static const char beginning[] =
	"Each crossing below is made like this: all 16 general registers and\n"
	"rflags are loaded, one instruction is executed, and all are stored.\n"
	"Each register has a value of its own: its bytes' high digits are the\n"
	"register's number (rax 0, rcx 1, rdx 2, rbx 3, rsp 4 ... r15 f), the\n"
	"low digits count the bytes, so a swap or a cut would show. Then every\n"
	"bit is compared with what the ABI promises; \"ok\" means that all are\n"
	"equal, and that ring 0's own record of the crossing agrees.\n";

static const char *const gate_stories[GATES] = {
	[GATE_SYSCALL] =
	"SYSCALL, and back by SYSRET           (ring0/entry_syscall.S)\n"
	"the CPU loads    rcx = rip of the next instruction, r11 = rflags,\n"
	"                 rip = MSR LSTAR, rflags &= ~MSR FMASK (IF, TF, DF...),\n"
	"                 cs = 0x10, ss = 0x18: STAR[47:32] and 8 more, CPL 0\n"
	"it leaves alone  rsp, still ring 3's; the GS base; all memory\n"
	"so the entry     swaps GS to reach per-CPU data, parks rsp there, loads\n"
	"                 the kernel stack's top, and pushes pt_regs: by software\n"
	"                 what the CPU pushes for an interrupt\n"
	"SYSRET loads     rip = rcx, rflags = r11, cs = 0x33, ss = 0x2b (from\n"
	"                 STAR[63:48]), CPL 3. rcx and r11 are spent for it.\n",
	[GATE_SYSENTER] =
	"SYSENTER, and back by SYSEXIT         (ring0/entry_sysenter.S)\n"
	"the CPU loads    rip and rsp = MSRs SYSENTER_EIP and SYSENTER_ESP,\n"
	"                 cs = 0x10, ss = 0x18 from SYSENTER_CS, CPL 0, IF = 0\n"
	"it saves         nothing: ring 3's rip and rsp are lost\n"
	"it leaves alone  TF, DF, NT, AC, all as ring 3 had them; the GS base\n"
	"so ring 3        puts the rip to return to in rdx and rsp in rcx first\n"
	"so the entry     swaps GS, loads the kernel stack's top, pushes pt_regs,\n"
	"                 and clears the flags that are not its own\n"
	"SYSEXIT loads    rip = rdx, rsp = rcx, cs = 0x33, ss = 0x3b (from\n"
	"                 SYSENTER_CS), CPL 3. Flags it does not: POPF before it.\n",
	[GATE_INT80] =
	"int 0x80, and back by IRET            (ring0/entry_int80.S)\n"
	"the CPU loads    rip and cs = the gate at IDT[0x80], rsp = TSS.RSP0, the\n"
	"                 kernel stack's top, CPL 0, IF = TF = NT = 0\n"
	"it pushes        ss rsp rflags cs rip there: the last five of pt_regs\n"
	"it leaves alone  all general registers, DF, AC, the GS base\n"
	"so the entry     swaps GS and pushes the rest of pt_regs\n"
	"IRET loads       all five from the stack, so it can go to any state of\n"
	"                 ring 3, and is the return that always works. It is also\n"
	"                 the slowest. Numbers and registers are i386's.\n",
};

/* Prints text, each line as a diagnostic. */
static void tell(const char *text)
{
	const char *end;

	for (; *text; text = end + 1) {
		for (end = text; *end != '\n'; end++)
			;
		print("# %.*s\n", (int)(end - text), text);
	}
}

void tell_beginning(void)
{
	tell(beginning);
}

void tell_gate(enum gate gate)
{
	print("#\n# %s\n", rule);
	tell(gate_stories[gate]);
	print("# %s\n", rule);
}

void tell_why(const char *title, const struct trip_kind *kind)
{
	print("#\n# %s:\n", title);
	tell(kind->why);
}
