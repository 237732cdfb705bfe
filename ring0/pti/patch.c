/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes the places of entry code that PTI_SITE names into jumps to switch.S.
 * Each part there does what it replaces, so the instructions must be the ones
 * that it was written for.
 */

#include "pti/pti.h"
#include "cpu/text_patch.h"
#include "lib/string.h"
#include "ptrace.h"
#include "cpu/percpu.h"

#define OPCODE_JMP 0xe9
#define JMP_SIZE 5
#define LONGEST 9

/* Bytes of instructions. */
#define LOAD_SP 0x65, 0x48, 0x8b, 0x24, 0x25, CPU_STACK_TOP, 0, 0, 0
#define SWAPGS_LFENCE 0x0f, 0x01, 0xf8, 0x0f, 0xae, 0xe8
#define LOAD_ECX 0xb9, 0x01, 0x01, 0x00, 0xc0 /* MSR_GS_BASE */

#define SITE(name, ...)                                            \
	extern const u8 name[], pti_##name[];
#include "pti/sites.h"
#undef SITE

static const struct site {
	const u8 *at, *to;
	u8 size, bytes[LONGEST];
} sites[] = {
#define SITE(name, ...)                                            \
	{ name, pti_##name, sizeof((u8[]){ __VA_ARGS__ }), { __VA_ARGS__ } },
#include "pti/sites.h"
#undef SITE
};

static const char *lead(const u8 *at, const u8 *to)
{
	s32 distance = to - (at + JMP_SIZE);
	u8 bytes[JMP_SIZE] = { OPCODE_JMP };

	memcpy(bytes + 1, &distance, sizeof(distance));
	return text_patch_write(at, bytes, sizeof(bytes));
}

static bool are_as_expected(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sites); i++)
		if (memcmp(sites[i].at, sites[i].bytes, sites[i].size))
			return false;
	return true;
}

/* The stubs of what IRETQ may raise: after PUSH of the vector, JMP. */
static const u8 iret_faults[] = { 11, 12, 13 };
#define STUB_SIZE 16
#define PUSH_SIZE 2

extern const u8 exception_stubs[], entry_exception[], pti_iret_fault[];

static const u8 *jump_of_stub(u8 vector)
{
	return exception_stubs + vector * STUB_SIZE + PUSH_SIZE;
}

static bool stubs_are_as_expected(void)
{
	size_t i;
	s32 distance;

	for (i = 0; i < ARRAY_SIZE(iret_faults); i++) {
		const u8 *at = jump_of_stub(iret_faults[i]);

		memcpy(&distance, at + 1, sizeof(distance));
		if (*at != OPCODE_JMP || at + JMP_SIZE + distance !=
		    entry_exception)
			return false;
	}
	return true;
}

const char *entry_code_patch(void)
{
	const char *error = NULL;
	size_t i;

	if (!are_as_expected() || !stubs_are_as_expected())
		return "entry code is not as switch.S expects it";
	for (i = 0; i < ARRAY_SIZE(sites) && !error; i++)
		error = lead(sites[i].at, sites[i].to);
	for (i = 0; i < ARRAY_SIZE(iret_faults) && !error; i++)
		error = lead(jump_of_stub(iret_faults[i]), pti_iret_fault);
	return error;
}
