/* SPDX-License-Identifier: BSD-2-Clause */
/* Names the words of a machine state, and prints where two states differ. */
#include "ring3/lib/cross.h"
#include "ring3/lib/print.h"

const char *const state_names[STATE_WORDS] = {
	[STATE_FLAGS] = "rflags", [STATE_AX] = "rax",  [STATE_CX] = "rcx",
	[STATE_DX] = "rdx",	  [STATE_BX] = "rbx",  [STATE_SP] = "rsp",
	[STATE_BP] = "rbp",	  [STATE_SI] = "rsi",  [STATE_DI] = "rdi",
	[STATE_R8] = "r8",	  [STATE_R9] = "r9",   [STATE_R10] = "r10",
	[STATE_R11] = "r11",	  [STATE_R12] = "r12", [STATE_R13] = "r13",
	[STATE_R14] = "r14",	  [STATE_R15] = "r15", [STATE_IP] = "rip",
	[STATE_CS] = "cs",	  [STATE_SS] = "ss",
};

bool same_word(const char *where, const char *name, u64 expected, u64 got)
{
	if (expected == got)
		return true;
	print("# %s%s: expected 0x%016lx, got 0x%016lx\n", where, name,
	      expected, got);
	return false;
}

bool same_state(const struct machine_state *expected,
		const struct machine_state *got)
{
	bool ok = true;

	for (size_t i = 0; i < STATE_WORDS; i++)
		ok &= same_word("", state_names[i], expected->word[i],
				got->word[i]);
	return ok;
}
