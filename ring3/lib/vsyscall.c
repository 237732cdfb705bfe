/* SPDX-License-Identifier: BSD-2-Clause */
/* The 32-bit vDSO of a 64-bit program, and what its SYSENTER promises. */
#include "ring3/lib/vsyscall.h"
#include <asm/prctl.h>
#include "ring3/lib/sys.h"
#include "segment.h"

long vsyscall_map(void)
{
	return sys_arch_prctl(ARCH_MAP_VDSO_32, VDSO_32);
}

/* The landing pad pops ecx, edx and ebp, which the crossing has changed. */
void vsyscall_expect(const struct machine_state *in, u64 result,
		     struct machine_state *expected)
{
	u64 *out = expected->word;

	*expected = *in;
	out[STATE_CX] = (u32)out[STATE_CX];
	out[STATE_DX] = (u32)out[STATE_DX];
	out[STATE_BP] = (u32)out[STATE_BP];
	for (unsigned int i = STATE_R8; i <= STATE_R15; i++)
		if (i != STATE_R11)
			out[i] = 0;
	out[STATE_AX] = result;
	out[STATE_IP] = (u64)vsyscall_after;
	out[STATE_CS] = SEL_USER_CODE32;
	out[STATE_SS] = SEL_USER_DATA;
}
