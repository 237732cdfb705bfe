/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crossings with a bad rsp, by every gate. The call must work, since no gate
 * uses ring 3's stack, and rsp must come back. The last rows change memory that
 * ring 0 is working on.
 */
#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <linux/utsname.h>
#include <unistd_32.h>
#include "ring3/lib/sys.h"
#include "ring3/lib/wild.h"
#include "hostile.h"
#include "layout.h"
#include "lib/string.h"

bool state_is(const struct machine_state *expected)
{
	for (size_t i = 0; i < STATE_WORDS; i++)
		if (expected->word[i] != cross_out.word[i])
			return false;
	return true;
}

static void call_with_sp(enum call_way gate, u64 sp, u32 number, s64 answer)
{
	struct machine_state expected;

	attempt_load();
	cross_in.word[STATE_AX] = number;
	cross_in.word[gates[gate].arguments[3]] = 0;
	wild_expect(gate, sp, answer, &expected);
	cross_wild(gate, sp);
	abi_allow(gate, &cross_out, &expected);
	judge_that(!caught.count && state_is(&expected), gates[gate].name, sp);
}

/*
 * Makes a call that does not use rsp, and one that may: mmap2() takes its sixth
 * argument from there, and then fails, since there are no files (flags 0).
 */
static void calls_with_sp(enum call_way gate, u64 sp)
{
	call_with_sp(gate, sp, gates[gate].getpid, sys_getpid());
	if (gates[gate].ia32)
		call_with_sp(gate, sp, __NR_ia32_mmap2,
			     wild_sixth(gate, sp) ? -EBADF : -EFAULT);
}

static void sweep_sp(u64 start, u64 step, u64 count)
{
	for (enum call_way gate = 0; gate < WAYS; gate++) {
		if (gate_lacks(gate))
			continue;
		for (u64 i = 0; i < count; i++)
			calls_with_sp(gate, start + i * step);
	}
}

static void sp_small(void)
{
	sweep_sp(0, 8, 64);
	sweep_sp(1, 1, 8);
	sweep_sp(-64, 8, 8);
}

static void sp_entry_area(void)
{
	sweep_sp(CPU_ENTRY_AREA, PAGE_SIZE / 4, 256);
}

static void sp_kernel_stacks(void)
{
	sweep_sp(KERNEL_STACKS, PAGE_SIZE / 16, 256);
}

static void sp_ring0(void)
{
	sweep_sp(RING0_LINK, PAGE_SIZE, 128);
	sweep_sp(DIRECT_MAP, 1 << 21, 128);
}

static void sp_noncanonical(void)
{
	sweep_sp(1ul << 47, 8, 8);
	sweep_sp((1ul << 47) - 64, 8, 8);
	sweep_sp(NONCANONICAL, 8, 8);
	for (unsigned int bit = 0; bit < 64; bit++)
		sweep_sp(1ul << bit, 0, 1);
}

/*
 * Ring 0 writes observe()'s record over the frame that rt_sigreturn loads. The
 * registers must be those of the frame, as it was before.
 */
static void record_over_frame(void)
{
	struct sigcontext *regs;

	attempt_load();
	regs = hostile_frame();
	judge_that(!sys_observe((struct crossing *)regs), "observe", 0);
	/* sys_observe() cleared the frame, so it is made anew. */
	regs = hostile_frame();
	attempt_frame(BY_SYSCALL);
	judge_that(!caught.count && cross_out.word[STATE_BX] ==
					    cross_in.word[STATE_BX] &&
			   cross_out.word[STATE_IP] == (u64)cross_elsewhere,
		   "rt_sigreturn", (u64)regs);
}

/* uname() writes its answer to the caller's own stack. */
static void answer_over_stack(void)
{
	struct machine_state expected;
	u64 sp = (u64)cross_stack_end - 64;

	attempt_load();
	cross_in.word[STATE_AX] = __NR_uname;
	cross_in.word[STATE_DI] = sp - 128;
	wild_expect(BY_SYSCALL, sp, -EFAULT, &expected);
	cross_in.word[STATE_DI] = TASK_SIZE_4_LEVEL - 8;
	expected.word[STATE_DI] = cross_in.word[STATE_DI];
	cross_wild(BY_SYSCALL, sp);
	judge_that(!caught.count && state_is(&expected), "uname", sp);
}

/* Ring 3's DF must not reverse the copy of an answer. */
static void answer_with_flags(enum call_way gate)
{
	static const u64 flags[] = { 0, X86_EFLAGS_DF, X86_EFLAGS_NT,
				     X86_EFLAGS_AC, USER_FLAGS };
	static struct new_utsname name;
	u32 number = gate == BY_INT80 ? __NR_ia32_uname : __NR_uname;

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		attempt_load();
		memset(&name, 0, sizeof(name));
		cross_in.word[STATE_AX] = number;
		cross_in.word[gates[gate].arguments[0]] = (u64)&name;
		cross_in.word[STATE_FLAGS] |= flags[i];
		cross_wild(gate, (u64)cross_stack_end - 64);
		judge_that(!caught.count && !cross_out.word[STATE_AX] &&
				   !strcmp(name.sysname, "Gatehouse") &&
				   !strcmp(name.machine, "x86_64"),
			   gates[gate].name, flags[i]);
	}
}

static void answers_with_flags(void)
{
	for (enum call_way gate = 0; gate < WAYS_64; gate++)
		if (gate != BY_SYSENTER || cpu_identity()->sysenter)
			answer_with_flags(gate);
}

static const struct row rows[] = {
	{ "rsp near 0: every gate serves, rsp comes back", sp_small, NULL },
	{ "rsp at the IDT, GDT and IST stacks: every gate serves",
	  sp_entry_area, NULL },
	{ "rsp at kernel stacks: every gate serves", sp_kernel_stacks, NULL },
	{ "rsp in ring 0's image and the direct map: every gate serves",
	  sp_ring0, NULL },
	{ "rsp non-canonical: every gate serves", sp_noncanonical, NULL },
	{ "a record written over the frame that is being loaded",
	  record_over_frame, NULL },
	{ "an answer that ends at the hole is -EFAULT", answer_over_stack,
	  NULL },
	{ "an answer is whole with DF, NT and AC set", answers_with_flags,
	  NULL },
};

const struct group stack_group = { "stacks", rows, ARRAY_SIZE(rows) };
