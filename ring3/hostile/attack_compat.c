/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attacks from 32-bit code, which a far jump reaches: int n there, the halves
 * of registers that it cannot see, and a 16-bit stack segment.
 */
#include <asm/sigcontext.h>
#include "../lib/sys.h"
#include "hostile.h"
#include "segment.h"
#include "string.h"

#define INTO_VECTOR 4

/* To 32-bit code by m16:32; the int, and back by from_code32's far jump. */
asm(".pushsection .text.attempt, \"ax\"\n"
    ".code32\n"
    "compat_int80: int $0x80\n"
    "jmp from_code32\n"
    "compat_int4: int $4\n"
    "compat_int4_behind: jmp from_code32\n"
    "compat_into: into\n"
    "compat_into_behind: jmp from_code32\n"
    ".code64\n"
    ".popsection");
extern const u8 compat_int80[], compat_int4[], compat_int4_behind[],
	compat_into[], compat_into_behind[];

struct far_pointer {
	u32 offset;
	u16 selector;
} __attribute__((packed));
struct far_pointer compat_target;
ATTEMPT_STUB(compat_jump, "ljmp *compat_target");

static void attempt_compat(const u8 *code)
{
	compat_target = (struct far_pointer){ .offset = (u64)code,
					      .selector = SEL_USER_CODE32 };
	attempt(compat_jump);
}

static void call_from_compat(struct machine_state *expected)
{
	attempt_load();
	cross_in.word[STATE_AX] = gates[GATE_INT80].getpid;
	abi_expect(GATE_INT80, &cross_in, sys_getpid(), expected);
	expected->word[STATE_IP] = 0; /* nobody notes it there */
	attempt_compat(compat_int80);
}

/* Vector 4 has a gate of DPL 3; #OF is a trap, so rip is behind it. */
static void overflow(const u8 *code, const u8 *behind, u64 flags)
{
	struct outcome trap = { .trapno = INTO_VECTOR, .ip = (u64)behind };

	attempt_load();
	cross_in.word[STATE_FLAGS] |= flags;
	attempt_compat(code);
	judge("int 4", flags, &trap, NULL);
	judge_that(caught.cs == SEL_USER_CODE32, "cs", caught.cs);
}

void attack_compat_int(void)
{
	struct machine_state expected;
	struct outcome nothing = no_trap();

	call_from_compat(&expected);
	judge("int 0x80", 0, &nothing, NULL);
	judge_that(cross_out.word[STATE_AX] == expected.word[STATE_AX],
		   "its answer", cross_out.word[STATE_AX]);
	overflow(compat_int4, compat_int4_behind, 0);
	overflow(compat_into, compat_into_behind, X86_EFLAGS_OF);
	attempt_load();
	attempt_compat(compat_into);
	judge("into without OF", 0, &nothing, NULL);
}

void attack_upper_halves(void)
{
	struct machine_state expected;

	call_from_compat(&expected);
	judge_that(state_is(&expected), "a register after int 0x80, rax",
		   cross_out.word[STATE_AX]);
}

/* LAR's answer, in the places that a descriptor has (SDM vol. 2, "LAR"). */
#define LAR_TYPE_WRITABLE_DATA (1u << 9)
#define LAR_CODE (1u << 11)
#define LAR_S (1u << 12)
#define LAR_PRESENT (1u << 15)
#define LAR_DB (1u << 22)
#define GDT_SEARCHED 0x200

static bool is_16_bit_stack(u32 selector)
{
	u32 wanted = LAR_TYPE_WRITABLE_DATA | LAR_S | LAR_PRESENT;
	u32 rights = 0;

	asm volatile("lar %1, %0" : "+r"(rights) : "r"(selector) : "cc");
	return (rights & (wanted | LAR_CODE | LAR_DB)) == wanted;
}

/* IRET to a 16-bit SS loads SP alone: the rest must not be ring 0's. */
static void return_to(u32 selector)
{
	struct sigcontext *regs;
	u64 sp;

	attempt_load();
	regs = hostile_frame();
	regs->cs = SEL_USER_CODE32;
	regs->ss = selector;
	regs->rip = (u64)from_code32;
	sp = regs->rsp;
	attempt_frame(GATE_SYSCALL);
	judge_that(!caught.count && cross_out.word[STATE_SP] == sp, "rsp",
		   cross_out.word[STATE_SP]);
}

void attack_espfix(void)
{
	bool found = false;

	for (u32 selector = 3; selector < GDT_SEARCHED; selector += 8) {
		if (!is_16_bit_stack(selector))
			continue;
		found = true;
		return_to(selector);
	}
	if (!found)
		row_skip("survived; the attack cannot occur on this machine, "
			 "because ring 3 has no 16-bit stack segment");
}
