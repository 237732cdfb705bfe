/* SPDX-License-Identifier: BSD-2-Clause */
/* The gates' conventions as tables, and what they promise of a crossing. */
#include "ring3/lib/abi.h"
#include <unistd_32.h>
#include <unistd_64.h>
#include "ring3/lib/caught.h"
#include "ring3/lib/cpu.h"
#include "segment.h"
#include "trapnr.h"

#define STUB(stub_)                                        \
	.stub = stub_, .at = stub_##_at,                   \
	.after = stub_##_after, .stepped = stub_##_stepped

/* Which table a gate has, and where the arguments of its calls are. */
#define CALLS_64(third)                                                 \
	.getpid = __NR_getpid, .write = __NR_write,                     \
	.selftest = __NR_selftest,                                      \
	.arguments = { STATE_DI, STATE_SI, third, STATE_R10, STATE_R8,  \
		       STATE_R9 }
#define CALLS_32(second, sixth)                                         \
	.ia32 = true, .getpid = __NR_ia32_getpid,                       \
	.write = __NR_ia32_write, .selftest = __NR_ia32_selftest,       \
	.arguments = { STATE_BX, second, STATE_DX, STATE_SI, STATE_DI,  \
		       sixth }

const struct gate_info gates[WAYS] = {
	[BY_SYSCALL] = {
		.name = "syscall",
		.instruction = "syscall",
		.gate = GATE_SYSCALL,
		.entry = ENTRY_SYSCALL_64,
		STUB(cross_syscall),
		CALLS_64(STATE_DX),
	},
	[BY_SYSENTER] = {
		.name = "sysenter",
		.instruction = "sysenter",
		.gate = GATE_SYSENTER,
		.entry = ENTRY_SYSENTER,
		STUB(cross_sysenter),
		CALLS_64(STATE_R11),
	},
	[BY_INT80] = {
		.name = "int 0x80",
		.instruction = "int $0x80",
		.gate = GATE_INT80,
		.entry = ENTRY_INT80,
		STUB(cross_int80),
		CALLS_32(STATE_CX, STATE_BP),
	},
	[BY_SYSCALL_32] = {
		.name = "syscall from 32-bit code",
		.instruction = "syscall",
		.gate = GATE_SYSCALL,
		.entry = ENTRY_SYSCALL_COMPAT,
		.compat = true,
		STUB(compat_syscall),
		CALLS_32(STATE_BP, AT_SP),
	},
	[BY_SYSENTER_32] = {
		.name = "sysenter from 32-bit code",
		.instruction = "sysenter",
		.gate = GATE_SYSENTER,
		.entry = ENTRY_SYSENTER,
		.compat = true,
		STUB(compat_sysenter),
		CALLS_64(STATE_R11),
	},
	[BY_INT80_32] = {
		.name = "int 0x80 from 32-bit code",
		.instruction = "int $0x80",
		.gate = GATE_INT80,
		.entry = ENTRY_INT80,
		.compat = true,
		STUB(compat_int80),
		CALLS_32(STATE_CX, STATE_BP),
	},
};

/*
 * The manuals give SYSCALL from 32-bit code to AMD's CPUs alone, but some
 * emulators of Intel's have it, too, so the program tries it there. Only #UD at
 * the instruction itself means that the CPU has none: any other fault means
 * that ring 0 is broken.
 */
static bool compat_syscall_raises(void)
{
	static enum { NOT_TRIED, RAISES, SERVES } tried;
	struct machine_state in = cross_in;

	if (tried == NOT_TRIED) {
		cross_in.word[STATE_FLAGS] = ALWAYS_FLAGS;
		cross_in.word[STATE_AX] = __NR_ia32_getpid;
		cross_in.word[STATE_SP] = (u64)cross_stack_end;
		cross_caught(compat_syscall);
		cross_in = in;
		tried = caught.trapno == X86_TRAP_UD &&
					caught.ip == (u64)compat_syscall_at ?
				RAISES :
				SERVES;
	}
	return tried == RAISES;
}

const char *gate_lacks(enum call_way gate)
{
	if (gates[gate].gate == GATE_SYSENTER && !cpu_identity()->sysenter)
		return "no SYSENTER in long mode on this CPU";
	if (gate == BY_SYSCALL_32 && !cpu_identity()->amd &&
	    compat_syscall_raises())
		return "no SYSCALL in 32-bit code on this CPU";
	return NULL;
}

void abi_name_return(enum call_way gate, struct machine_state *in)
{
	if (gates[gate].gate != GATE_SYSENTER)
		return;
	in->word[STATE_DX] = (u64)gates[gate].after;
	in->word[STATE_CX] = in->word[STATE_SP];
}

u64 abi_put_argument(enum call_way gate, struct machine_state *in,
		     unsigned int n, u64 argument)
{
	u64 *word = &in->word[gates[gate].arguments[n]];

	if (gates[gate].arguments[n] == AT_SP)
		*(u32 *)*word = argument;
	else
		*word = argument;
	return gates[gate].ia32 ? (u32)argument : argument;
}

/* What 32-bit code cannot name is 0 after its SYSCALL, but for r11. */
static void clear_high(u64 *out)
{
	for (unsigned int i = STATE_R8; i <= STATE_R15; i++)
		if (i != STATE_R11)
			out[i] = 0;
}

void abi_expect(enum call_way gate, const struct machine_state *in, u64 result,
		struct machine_state *expected)
{
	const struct gate_info *info = &gates[gate];
	u64 *out = expected->word;

	*expected = *in;
	out[STATE_AX] = result;
	out[STATE_IP] = (u64)info->after;
	out[STATE_CS] = SEL_USER_CODE;
	out[STATE_SS] = SEL_USER_DATA;
	if (info->gate == GATE_SYSENTER)
		out[STATE_SS] = SEL_USER_DATA_SYSEXITQ;
	else if (info->compat)
		out[STATE_CS] = SEL_USER_CODE32;
	if (info->gate == GATE_SYSCALL) {
		out[STATE_CX] = out[STATE_IP];
		out[STATE_R11] = in->word[STATE_FLAGS];
	}
	if (gate == BY_SYSCALL_32)
		clear_high(out);
}

#define UPPER_HALF 0xffffffff00000000

/*
 * The bits of a caller's registers that the manuals leave undefined. 64-bit
 * code has none. 32-bit code has the upper halves of the eight registers that
 * it can name, after each change to compatibility mode; r8 to r15 keep all of
 * their bits (SDM vol. 1, "General-Purpose Registers in 64-Bit Mode").
 */
static const u64 left_open[2][STATE_WORDS] = {
	[true] = { [STATE_AX ... STATE_DI] = UPPER_HALF },
};

void abi_allow(enum call_way gate, const struct machine_state *got,
	       struct machine_state *expected)
{
	for (size_t i = 0; i < STATE_WORDS; i++) {
		u64 open = left_open[gates[gate].compat][i];

		if (!(got->word[i] & open))
			expected->word[i] &= ~open;
	}
}
