/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program must find nothing in the CPU that an earlier one left. Each row
 * looks, and then leaves all that it can itself, so that a second run of it
 * would find that.
 */
#include <asm/errno.h>
#include <asm/prctl.h>
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "segment.h"
#include "lib/string.h"

/* FXSAVE's area (SDM vol. 1, "Layout of the 64-bit-mode FXSAVE64 Map"). */
static struct {
	u16 control, status;
	u8 tags, reserved;
	u16 opcode;
	u64 ip, data;
	u32 mxcsr, mxcsr_mask;
	u8 registers[384]; /* ST0 to ST7, XMM0 to XMM15 */
	u8 unused[96];
} __attribute__((aligned(16))) fpu;
_Static_assert(sizeof(fpu) == 512, "FXSAVE area");

#define CONTROL_INITIAL 0x37f /* FNINIT's */
#define MXCSR_INITIAL 0x1f80  /* RESET's */
#define ROUND_TO_ZERO 3
#define CONTROL_ROUNDING 10 /* its first bit */
#define MXCSR_ROUNDING 13

static bool zero(const u8 *bytes, size_t size)
{
	while (size && !bytes[size - 1])
		size--;
	return !size;
}

static void registers(void)
{
	asm volatile("fxsave64 %0" : "=m"(fpu));
	judge_that(fpu.control == CONTROL_INITIAL, "x87 control", fpu.control);
	judge_that(!fpu.status && !fpu.tags, "x87 status", fpu.status);
	judge_that(fpu.mxcsr == MXCSR_INITIAL, "mxcsr", fpu.mxcsr);
	judge_that(zero(fpu.registers, sizeof(fpu.registers)), "st0, xmm0...",
		   0);
	memset(fpu.registers, 0xa5, sizeof(fpu.registers));
	fpu.control |= ROUND_TO_ZERO << CONTROL_ROUNDING;
	fpu.mxcsr |= ROUND_TO_ZERO << MXCSR_ROUNDING;
	fpu.tags = 0xff;
	asm volatile("fxrstor64 %0" : : "m"(fpu));
}

#define BASE 0x123456789000

/* This precedes the bases, since loading a selector changes the base. */
#define LEAVE_SELECTOR(name)                                            \
	do {                                                            \
		u32 selector;                                           \
		asm volatile("mov %%" #name ", %0" : "=r"(selector));   \
		judge_that(!selector, #name, selector);                 \
		asm volatile("mov %0, %%" #name : : "r"(SEL_USER_DATA)); \
	} while (0)

static void segments(void)
{
	u64 fs = BASE, gs = BASE;

	sys_arch_prctl(ARCH_GET_FS, (u64)&fs);
	sys_arch_prctl(ARCH_GET_GS, (u64)&gs);
	judge_that(!fs, "FS base", fs);
	judge_that(!gs, "GS base", gs);
	LEAVE_SELECTOR(ds);
	LEAVE_SELECTOR(es);
	LEAVE_SELECTOR(fs);
	LEAVE_SELECTOR(gs);
	sys_arch_prctl(ARCH_SET_FS, BASE);
	sys_arch_prctl(ARCH_SET_GS, BASE);
}

ATTEMPT_STUB(read_watched, "mov (%rbx), %rax");

static void watchpoint(void)
{
	static u64 watched;
	struct outcome nothing = no_trap();

	attempt_load();
	cross_in.word[STATE_BX] = (u64)&watched;
	attempt(read_watched);
	judge("a read", (u64)&watched, &nothing, NULL);
	if (sys_selftest(SELFTEST_WATCH, (u64)&watched) == -EPERM)
		row_skip("selftest() is not allowed: boot with selftest=on");
}

/*
 * tick(0) ends a tick that a program has asked for, but not that of the boot
 * option tick=. So if it ends one here, an earlier program has left it.
 */
static void timer(void)
{
	bool ticks = interrupted(A_WHILE);

	sys_tick(0);
	interrupted(1); /* one may still be pending */
	judge_that(!ticks || interrupted(A_WHILE), "tick", ticks);
	if (sys_tick(TICK_HZ) == -ENODEV)
		row_skip("there is no timer");
}

static const struct row rows[] = {
	{ "x87 and SSE: nothing of the program before", registers, NULL },
	{ "segments and bases: nothing of the program before", segments,
	  NULL },
	{ "debug registers: nothing of the program before", watchpoint, NULL },
	{ "timer: no tick of the program before", timer, NULL },
};

const struct group leftover_group = { "leftovers", rows, ARRAY_SIZE(rows) };
