/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FSAVE's form and FXSAVE's of the same registers (SDM vol. 1, "Operation of
 * FXSAVE"): the x87 registers have 10 bytes each or 16, and a register has two
 * bits of tag or one, which says whether it is in use.
 */

#include "ia32/fpu_32.h"
#include <asm/sigcontext.h>
#include "cpu/segments.h"
#include "layout.h"
#include "lib/string.h"
#include "mm/user_copy.h"
#include "task/fpu.h"

#define REGISTERS 8
#define REGISTER_SIZE 10
#define HIGH_ONES 0xffff0000 /* what FSAVE writes above a 16-bit field */
#define TAG_VALID 0
#define TAG_ZERO 1
#define TAG_SPECIAL 2
#define TAG_EMPTY 3

/* FSAVE's 108 bytes, and two words of Linux's: the status and a magic. */
struct fsave {
	u32 cwd, swd, twd;
	u32 fip, fcs, foo, fos;
	u8 st[REGISTERS * REGISTER_SIZE];
	u16 status;
	u16 magic; /* 0: FXSAVE's form follows */
};
_Static_assert(sizeof(struct fsave) == 112, "FSAVE");
_Static_assert(sizeof(struct fsave) == offsetof(struct _fpstate_32, _fxsr_env),
	       "_fpstate_32");

/* Without their upper halves, the addresses of 32-bit code. */
struct fxsave {
	u16 cwd, swd;
	u8 twd, reserved;
	u16 fop;
	u64 rip, rdp;
	u32 mxcsr, mxcsr_mask;
	u8 st[REGISTERS][16];
	u8 rest[512 - 160];
} __attribute__((aligned(16)));
_Static_assert(sizeof(struct fxsave) == 512, "FXSAVE");

u64 fpu_32_place(u64 top)
{
	return ALIGN_DOWN(top - fpu_frame_size(), fpu_frame_align()) -
	       sizeof(struct fsave);
}

static u32 tag_of(const u8 *st)
{
	u64 significand;
	u16 exponent;

	memcpy(&significand, st, sizeof(significand));
	memcpy(&exponent, st + sizeof(significand), sizeof(exponent));
	exponent &= 0x7fff; /* not its sign */
	if (!exponent && !significand)
		return TAG_ZERO;
	return exponent && exponent != 0x7fff && significand >> 63 ?
		       TAG_VALID :
		       TAG_SPECIAL;
}

/* Tags go by register, st by distance from the top of the stack. */
static u32 wide_tags(const struct fxsave *fx)
{
	u32 top = fx->swd >> 11 & 7, tags = 0, i;

	for (i = 0; i < REGISTERS; i++)
		tags |= (fx->twd >> i & 1 ? tag_of(fx->st[(i - top) & 7]) :
					    TAG_EMPTY) << 2 * i;
	return tags;
}

static u8 narrow_tags(u32 tags)
{
	u8 in_use = 0;
	u32 i;

	for (i = 0; i < REGISTERS; i++)
		if ((tags >> 2 * i & 3) != TAG_EMPTY)
			in_use |= 1 << i;
	return in_use;
}

/* In 64-bit mode FXSAVE saves no selectors; these are likely, as on Linux. */
static struct fsave fsave_of(const struct fxsave *fx, u16 cs)
{
	struct fsave to = {
		.cwd = HIGH_ONES | fx->cwd,
		.swd = HIGH_ONES | fx->swd,
		.twd = HIGH_ONES | wide_tags(fx),
		.fip = fx->rip,
		.fcs = cs,
		.foo = fx->rdp,
		.fos = HIGH_ONES | READ_SEGMENT("ds"),
		.status = fx->swd,
	};
	u32 i;

	for (i = 0; i < REGISTERS; i++)
		memcpy(&to.st[i * REGISTER_SIZE], fx->st[i], REGISTER_SIZE);
	return to;
}

static void change_x87(struct fxsave *fx, const struct fsave *from)
{
	u32 i;

	fx->cwd = from->cwd;
	fx->swd = from->swd;
	fx->twd = narrow_tags(from->twd);
	fx->fop = from->fcs >> 16;
	fx->rip = from->fip;
	fx->rdp = from->foo;
	for (i = 0; i < REGISTERS; i++)
		memcpy(fx->st[i], &from->st[i * REGISTER_SIZE], REGISTER_SIZE);
}

bool fpu_32_save(u64 user, u16 cs)
{
	struct fxsave fx;
	struct fsave old;

	memset(&fx, 0, sizeof(fx)); /* for what the CPU does not write */
	asm volatile("fxsave64 %0" : "+m"(fx));
	old = fsave_of(&fx, cs);
	return copy_to_user(user, &old, sizeof(old)) &&
	       fpu_save_frame(user + sizeof(old));
}

/* The CPU has taken all but the x87's part, which cannot be refused. */
bool fpu_32_load(u64 user)
{
	struct fxsave fx;
	struct fsave old;

	if (!user)
		return fpu_load_frame(0);
	if (!copy_from_user(&old, user, sizeof(old)) ||
	    !fpu_load_frame(user + sizeof(old))) {
		fpu_reset();
		return false;
	}
	memset(&fx, 0, sizeof(fx));
	asm volatile("fxsave64 %0" : "+m"(fx));
	change_x87(&fx, &old);
	asm volatile("fxrstor64 %0" : : "m"(fx));
	return true;
}
