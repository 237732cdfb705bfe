/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where AMD's manual (the APM) says what a check's source says. A check whose
 * rule is BOTH cites the two, so a deviation on an AMD model has its section.
 */

#include "check/report.h"
#include "lib/string.h"

static const struct {
	const char *source;
	const char *apm;
} sources[] = {
	{ "SDM 1, Canonical Addressing", "APM 2, Canonical Address Form" },
	{ "SDM 1, I/O Permission Bit Map", "APM 2, I/O-Permission Bitmap" },
	{ "SDM 1, I/O Privilege Level", "APM 2, I/O Privilege Level Field" },
	{ "SDM 3A, 64-Bit Mode Stack Frame", "APM 2, Interrupt Stack Frame" },
	{ "SDM 3A, Access Rights", "APM 2, Page-Protection Checks" },
	{ "SDM 3A, Alignment Check Exception",
	  "APM 2, #AC-Alignment-Check Exception" },
	{ "SDM 3A, Determination of Access Rights",
	  "APM 2, Page-Protection Checks" },
	{ "SDM 3A, Double Fault Exception",
	  "APM 2, #DF-Double-Fault Exception" },
	{ "SDM 3A, Error Code", "APM 2, Error Codes" },
	{ "SDM 3A, Handling Multiple NMIs",
	  "APM 2, #NMI-Non-Maskable-Interrupt Exception" },
	{ "SDM 3A, Masking Exceptions and Interrupts When Switching Stacks",
	  "APM MOV" },
	{ "SDM 3B, Data Memory and I/O Breakpoint Exception Conditions",
	  "APM 2, Breakpoints" },
	{ "SDM 3B, Debug Status Register", "APM 2, Debug-Status Register" },
	{ "SDM 3B, General-Detect Exception Condition",
	  "APM 2, Debug-Control Register" },
	{ "SDM 3B, Instruction-Breakpoint Exception Condition",
	  "APM 2, Breakpoints" },
	{ "SDM 3B, Resume Flag", "APM 2, Resume Flag Bit" },
	{ "SDM 3B, Single-Step Exception", "APM 2, Single Stepping" },
	{ "SDM 3B, Single-Step Exception Condition", "APM 2, Single Stepping" },
	{ "SDM CALL", "APM CALL (Far)" },
	{ "SDM CLI", "APM CLI" },
	{ "SDM CLTS", "APM CLTS" },
	{ "SDM CPUID", "APM CPUID" },
	{ "SDM HLT", "APM HLT" },
	{ "SDM INT n", "APM INT" },
	{ "SDM IN", "APM IN" },
	{ "SDM INVD", "APM INVD" },
	{ "SDM INVLPG", "APM INVLPG" },
	{ "SDM IRET", "APM IRET" },
	{ "SDM JMP", "APM JMP (Far)" },
	{ "SDM LAR", "APM LAR" },
	{ "SDM LGDT", "APM LGDT" },
	{ "SDM LIDT", "APM LIDT" },
	{ "SDM LLDT", "APM LLDT" },
	{ "SDM LMSW", "APM LMSW" },
	{ "SDM LSL", "APM LSL" },
	{ "SDM LSS", "APM LSS" },
	{ "SDM LTR", "APM LTR" },
	{ "SDM MONITOR", "APM MONITOR" },
	{ "SDM MOV", "APM MOV" },
	{ "SDM MOV Control Registers", "APM MOV CRn" },
	{ "SDM MOV Debug Registers", "APM MOV DRn" },
	{ "SDM MWAIT", "APM MWAIT" },
	{ "SDM POP", "APM POP" },
	{ "SDM POPF", "APM POPF" },
	{ "SDM PUSHF", "APM PUSHF" },
	{ "SDM RDFSBASE", "APM RDFSBASE" },
	{ "SDM RDGSBASE", "APM RDGSBASE" },
	{ "SDM RDMSR", "APM RDMSR" },
	{ "SDM RDPMC", "APM RDPMC" },
	{ "SDM RDTSC", "APM RDTSC" },
	{ "SDM RET", "APM RET (Far)" },
	{ "SDM SGDT", "APM SGDT" },
	{ "SDM SIDT", "APM SIDT" },
	{ "SDM SLDT", "APM SLDT" },
	{ "SDM SMSW", "APM SMSW" },
	{ "SDM STAC", "APM STAC" },
	{ "SDM STI", "APM STI" },
	{ "SDM STR", "APM STR" },
	{ "SDM SWAPGS", "APM SWAPGS" },
	{ "SDM SYSCALL", "APM SYSCALL" },
	{ "SDM SYSENTER", "APM SYSENTER" },
	{ "SDM SYSEXIT", "APM SYSEXIT" },
	{ "SDM SYSRET", "APM SYSRET" },
	{ "SDM VERR", "APM VERR" },
	{ "SDM VERW", "APM VERW" },
	{ "SDM WBINVD", "APM WBINVD" },
	{ "SDM WRFSBASE", "APM WRFSBASE" },
	{ "SDM WRGSBASE", "APM WRGSBASE" },
	{ "SDM WRMSR", "APM WRMSR" },
	{ "SDM XSETBV", "APM XSETBV" },
	{ "Linux entry_64.S", "APM SYSRET" },
	{ "Linux int_signal", "APM INT" },
	{ "Linux mov_ss_trap", "APM MOV" },
	{ "Linux syscall_init", "APM SYSCALL" },
	{ "Linux syscall_nt", "APM SYSRET" },
	{ "Linux sysret_rip", "APM SYSCALL" },
	{ "XTF xsa-204", "APM SYSCALL" },
};

const char *source_apm(const struct check *check)
{
	size_t i;

	for (i = 0; check->rule == BOTH && i < ARRAY_SIZE(sources); i++)
		if (!strcmp(check->source, sources[i].source))
			return sources[i].apm;
	return NULL;
}
