/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XSAVE and XRSTOR (SDM vol. 1, chapter 13), or FXSAVE and FXRSTOR. They access
 * a buffer of ring 0's, never ring 3's memory, so that a page fault cannot end
 * one of them halfway.
 */

#include "task/fpu.h"
#include <asm/sigcontext.h>
#include "cpu/features.h"
#include "cpu/percpu.h"
#include "extable.h"
#include "layout.h"
#include "lib/string.h"
#include "mm/user_copy.h"

#define CONTROL_INITIAL 0x37f /* FNINIT's */
#define MXCSR_INITIAL 0x1f80
#define XSAVE_ALIGN 64
#define FXSAVE_ALIGN 16

struct fpu_area {
	struct _fpstate_64 legacy;
	struct _header header;
	u8 extended[FPU_SIZE_MAX - sizeof(struct _fpstate_64) -
		    sizeof(struct _header)];
} __attribute__((aligned(XSAVE_ALIGN)));
_Static_assert(sizeof(struct _fpstate_64) == 512, "FXSAVE area");
_Static_assert(sizeof(struct fpu_area) == FPU_SIZE_MAX, "XSAVE area");

static PERCPU struct fpu_area areas;

static struct fpu_area *area(void)
{
	return percpu(areas);
}

static void clear(void)
{
	memset(area(), 0, cpu_features.fpu_size);
}

void fpu_save(struct fpu_area *to)
{
	u64 features = cpu_features.xcr0;

	if (features)
		asm volatile("xsave64 %0"
			     : "+m"(*to)
			     : "a"((u32)features), "d"((u32)(features >> 32)));
	else
		asm volatile("fxsave64 %0" : "+m"(to->legacy));
}

static void save(void)
{
	clear(); /* for what the CPU does not write */
	fpu_save(area());
}

bool fpu_load(const struct fpu_area *from)
{
	u64 features = cpu_features.xcr0;
	u8 done = 0;

	if (features)
		asm volatile("1: xrstor64 %[area]\n"
			     "   movb $1, %[done]\n"
			     "2:\n" EXTABLE("1b", "2b")
			     : [done] "+r"(done)
			     : [area] "m"(*from), "a"((u32)features),
			       "d"((u32)(features >> 32)));
	else
		asm volatile("1: fxrstor64 %[area]\n"
			     "   movb $1, %[done]\n"
			     "2:\n" EXTABLE("1b", "2b")
			     : [done] "+r"(done)
			     : [area] "m"(*from));
	return done;
}

static bool load(void)
{
	return fpu_load(area());
}

/* XRSTOR initialises what the header does not name, but for MXCSR. */
void fpu_reset(void)
{
	clear();
	area()->legacy.cwd = CONTROL_INITIAL;
	area()->legacy.mxcsr = MXCSR_INITIAL;
	load();
}

u64 fpu_frame_size(void)
{
	return cpu_features.xcr0 ?
		       cpu_features.fpu_size + FP_XSTATE_MAGIC2_SIZE :
		       sizeof(area()->legacy);
}

u64 fpu_frame_align(void)
{
	return cpu_features.xcr0 ? XSAVE_ALIGN : FXSAVE_ALIGN;
}

bool fpu_save_frame(u64 user)
{
	static const u32 magic2 = FP_XSTATE_MAGIC2;
	u32 size = cpu_features.fpu_size;

	save();
	if (!cpu_features.xcr0)
		return copy_to_user(user, area(), sizeof(area()->legacy));
	area()->legacy.sw_reserved = (struct _fpx_sw_bytes){
		.magic1 = FP_XSTATE_MAGIC1,
		.extended_size = fpu_frame_size(),
		.xfeatures = cpu_features.xcr0,
		.xstate_size = size,
	};
	/* A handler may write these without knowing of the header. */
	area()->header.xfeatures |= XCR0_X87 | XCR0_SSE;
	return copy_to_user(user, area(), size) &&
	       copy_to_user(user + size, &magic2, sizeof(magic2));
}

/*
 * How many bytes of the frame's part count. Without both of Linux's marks it is
 * FXSAVE's. -1: the second one is not ring 3's memory.
 */
static s64 extended_size(u64 user)
{
	const struct _fpx_sw_bytes *sw = &area()->legacy.sw_reserved;
	u32 magic2, size = sw->xstate_size;

	if (sw->magic1 != FP_XSTATE_MAGIC1 || size > cpu_features.fpu_size ||
	    size < sizeof(area()->legacy) + sizeof(area()->header) ||
	    size > sw->extended_size)
		return sizeof(area()->legacy);
	if (!copy_from_user(&magic2, user + size, sizeof(magic2)))
		return -1;
	return magic2 == FP_XSTATE_MAGIC2 ? size : sizeof(area()->legacy);
}

/* Reads all but the first 512 bytes, or makes a header for those alone. */
static bool read_extended(u64 user)
{
	s64 legacy = sizeof(area()->legacy), size = extended_size(user);
	u64 named = area()->legacy.sw_reserved.xfeatures;

	if (size == legacy)
		area()->header.xfeatures = XCR0_X87 | XCR0_SSE;
	if (size <= legacy)
		return size == legacy;
	if (!copy_from_user(&area()->header, user + legacy, size - legacy))
		return false;
	area()->header.xfeatures &= named | ~cpu_features.xcr0;
	return true;
}

static bool read_frame(u64 user)
{
	clear();
	return user % fpu_frame_align() == 0 &&
	       copy_from_user(area(), user, sizeof(area()->legacy)) &&
	       (!cpu_features.xcr0 || read_extended(user));
}

bool fpu_load_frame(u64 user)
{
	if (user && read_frame(user) && load())
		return true;
	fpu_reset();
	return !user;
}
