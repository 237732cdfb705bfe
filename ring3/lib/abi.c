/* SPDX-License-Identifier: BSD-2-Clause */
/* The gates' conventions as tables, and what they promise of a crossing. */
#include "abi.h"
#include <unistd_32.h>
#include <unistd_64.h>
#include "segment.h"

const struct gate_info gates[GATES] = {
	[GATE_SYSCALL] = {
		.name = "syscall",
		.instruction = "syscall",
		.stub = cross_syscall,
		.at = cross_syscall_at,
		.behind = cross_syscall_behind,
		.stepped = cross_syscall_stepped,
		.getpid = __NR_getpid,
		.write = __NR_write,
		.selftest = __NR_selftest,
		.arguments = { STATE_DI, STATE_SI, STATE_DX,
			       STATE_R10, STATE_R8, STATE_R9 },
	},
	[GATE_SYSENTER] = {
		.name = "sysenter",
		.instruction = "sysenter",
		.stub = cross_sysenter,
		.at = cross_sysenter_at,
		.behind = cross_sysenter_behind,
		.stepped = cross_sysenter_stepped,
		.getpid = __NR_getpid,
		.write = __NR_write,
		.selftest = __NR_selftest,
		.arguments = { STATE_DI, STATE_SI, STATE_R11,
			       STATE_R10, STATE_R8, STATE_R9 },
	},
	[GATE_INT80] = {
		.name = "int 0x80",
		.instruction = "int $0x80",
		.stub = cross_int80,
		.at = cross_int80_at,
		.behind = cross_int80_behind,
		.stepped = cross_int80_stepped,
		.getpid = __NR_ia32_getpid,
		.write = __NR_ia32_write,
		.selftest = __NR_ia32_selftest,
		.arguments = { STATE_BX, STATE_CX, STATE_DX,
			       STATE_SI, STATE_DI, STATE_BP },
	},
};

void abi_expect(enum gate gate, const struct machine_state *in, u64 result,
		struct machine_state *expected)
{
	u64 *out = expected->word;

	*expected = *in;
	out[STATE_AX] = result;
	out[STATE_IP] = (u64)gates[gate].behind;
	out[STATE_CS] = SEL_USER_CODE;
	out[STATE_SS] =
		gate == GATE_SYSENTER ? SEL_USER_DATA_SYSEXITQ : SEL_USER_DATA;
	if (gate == GATE_SYSCALL) {
		out[STATE_CX] = out[STATE_IP];
		out[STATE_R11] = in->word[STATE_FLAGS];
	}
}
