/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The x87, SSE and AVX registers over a signal: the frame has them, a handler
 * starts with fresh ones, and rt_sigreturn loads the frame's again. A frame
 * that XRSTOR refuses is a SIGSEGV, and ring 0 does not fault.
 */
#include <cpuid.h>
#include <linux/signal.h>
#include "layout.h"
#include "lib/string.h"
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "signal_rows.h"

#define SIZE 4096
#define UD2_SIZE 2
#define DEPTH 3
#define AVX 2 /* XSAVE's component, and its bit in XCR0 */
#define COMPONENTS 63
#define CONTROL_INITIAL 0x37f
#define MXCSR_INITIAL 0x1f80

union area {
	u8 byte[SIZE];
	struct _xstate x;
} __attribute__((aligned(64)));

static union area level[DEPTH + 1], now, zero;

static void load(const union area *area)
{
	if (cpu_identity()->osxsave)
		asm volatile("xrstor64 %0" : : "m"(*area), "a"(-1), "d"(-1));
	else
		asm volatile("fxrstor64 %0" : : "m"(*area));
}

static void store(union area *area)
{
	memset(area, 0, sizeof(*area));
	if (cpu_identity()->osxsave)
		asm volatile("xsave64 %0" : "+m"(*area) : "a"(-1), "d"(-1));
	else
		asm volatile("fxsave64 %0" : "+m"(*area));
}

static u64 features(void)
{
	u32 low, high;

	if (!cpu_identity()->osxsave)
		return 0;
	asm("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return low | (u64)high << 32;
}

/* Any values that the CPU takes: no x87 register is a special number. */
static void fill(union area *area, u8 seed)
{
	struct _fpstate_64 *fp = &area->x.fpstate;

	memset(area, seed, sizeof(*area));
	memset(&area->x.xstate_hdr, 0, sizeof(area->x.xstate_hdr));
	memset(fp, 0, offsetof(struct _fpstate_64, st_space));
	fp->cwd = CONTROL_INITIAL | seed % 4 << 10; /* rounding */
	fp->twd = 0xff;
	fp->mxcsr = MXCSR_INITIAL | seed % 4 << 13;
	area->x.xstate_hdr.xfeatures = features();
	for (size_t i = 0; i < sizeof(fp->xmm_space); i++)
		((u8 *)fp->xmm_space)[i] = seed + i;
	for (size_t i = sizeof(*fp) + sizeof(area->x.xstate_hdr); i < SIZE; i++)
		area->byte[i] = seed ^ i;
}

static bool same(const char *what, const void *a, const void *b, size_t size)
{
	if (!memcmp(a, b, size))
		return true;
	print("# %s differs\n", what);
	return false;
}

/* The components beyond SSE, where CPUID says that they lie. */
static bool same_extended(const union area *a, const union area *b)
{
	u64 bits = features();
	u32 size, offset, c, d;
	bool is = true;

	for (unsigned int i = AVX; i < COMPONENTS; i++) {
		if (!(bits >> i & 1))
			continue;
		__cpuid_count(13, i, size, offset, c, d);
		is &= same("XSAVE's component", a->byte + offset,
			   b->byte + offset, size);
	}
	return is;
}

static bool same_registers(const union area *a, const union area *b)
{
	const struct _fpstate_64 *x = &a->x.fpstate, *y = &b->x.fpstate;
	bool is = same_extended(a, b);

	for (unsigned int i = 0; i < 8; i++)
		is &= same("st", &x->st_space[4 * i], &y->st_space[4 * i], 10);
	is &= same("xmm", x->xmm_space, y->xmm_space, sizeof(x->xmm_space));
	return is && x->cwd == y->cwd && x->mxcsr == y->mxcsr;
}

static bool initial(const union area *area)
{
	const struct _fpstate_64 *fp = &area->x.fpstate;

	return fp->cwd == CONTROL_INITIAL && fp->mxcsr == MXCSR_INITIAL &&
	       !fp->twd && same_extended(area, &zero) &&
	       same("xmm", fp->xmm_space, zero.x.fpstate.xmm_space,
		    sizeof(fp->xmm_space));
}

static unsigned int depth, refused;
static bool frames_have, handlers_fresh, nested_kept, marks_are;
/* What the outermost handler does to its frame. */
static void (*change)(struct sigcontext *regs);

static bool marked(const union area *area)
{
	const struct _fpx_sw_bytes *sw = &area->x.fpstate.sw_reserved;
	u32 magic2;

	if (!cpu_identity()->osxsave)
		return !sw->magic1;
	memcpy(&magic2, area->byte + sw->xstate_size, sizeof(magic2));
	return sw->magic1 == FP_XSTATE_MAGIC1 && magic2 == FP_XSTATE_MAGIC2 &&
	       sw->extended_size == signal_fpu_size() &&
	       sw->xfeatures == features();
}

static void ud2(void)
{
	asm volatile("ud2" : : : "memory");
}

static void caught_ud2(int signal, struct siginfo *info,
		       struct ucontext *context)
{
	struct sigcontext *regs = &context->uc_mcontext;

	(void)info;
	if (signal == SIGSEGV) { /* of a frame that ring 0 refused */
		refused++;
		return;
	}
	store(&now);
	handlers_fresh &= initial(&now);
	frames_have &= same_registers((void *)regs->fpstate, &level[depth]);
	marks_are &= marked((void *)regs->fpstate);
	regs->rip += UD2_SIZE;
	load(&level[++depth]);
	if (depth < DEPTH) {
		ud2();
		store(&now);
		nested_kept &= same_registers(&now, &level[depth]);
	}
	if (!--depth && change)
		change(regs);
}

/* Raises one signal in another's handler, and so on. In now: what is left. */
static void nest(void (*outermost)(struct sigcontext *))
{
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)caught_ud2,
		.sa_flags = SA_SIGINFO | SA_RESTORER | SA_NODEFER,
		.sa_restorer = signal_restorer,
	};

	change = outermost;
	refused = 0;
	frames_have = handlers_fresh = nested_kept = marks_are = true;
	for (unsigned int i = 0; i <= DEPTH; i++)
		fill(&level[i], 0x11 + 0x25 * i);
	call_syscall(__NR_rt_sigaction, SIGILL, (u64)&action, 0, 8, 0, 0);
	call_syscall(__NR_rt_sigaction, SIGSEGV, (u64)&action, 0, 8, 0, 0);
	load(&level[0]);
	ud2();
	store(&now);
}

static bool kept(void)
{
	nest(NULL);
	return same_registers(&now, &level[0]) && nested_kept;
}

static bool in_frame(void)
{
	return frames_have && marks_are;
}

static bool fresh(void)
{
	return handlers_fresh;
}

static void change_xmm5(struct sigcontext *regs)
{
	struct _fpstate_64 *fp = (void *)regs->fpstate;

	memset(&fp->xmm_space[4 * 5], 0x5a, 16);
	memset(&level[0].x.fpstate.xmm_space[4 * 5], 0x5a, 16);
}

static bool changed(void)
{
	nest(change_xmm5);
	return same_registers(&now, &level[0]);
}

static void no_fpu(struct sigcontext *regs)
{
	regs->fpstate = NULL;
}

static void no_second_mark(struct sigcontext *regs)
{
	struct _fpx_sw_bytes *sw = &((struct _fpstate_64 *)regs->fpstate)
					    ->sw_reserved;

	if (cpu_identity()->osxsave)
		memset((u8 *)regs->fpstate + sw->xstate_size, 0, 4);
}

/* Without its marks a frame is FXSAVE's, and what that lacks is reset. */
static bool legacy(void)
{
	bool is;

	nest(no_fpu);
	is = initial(&now);
	nest(no_second_mark);
	if (features() >> AVX)
		is &= same_extended(&now, &zero);
	return is && !refused &&
	       same("xmm", now.x.fpstate.xmm_space,
		    level[0].x.fpstate.xmm_space,
		    sizeof(now.x.fpstate.xmm_space));
}

static u64 bad_pointer;
static size_t bad_byte;

static void point_elsewhere(struct sigcontext *regs)
{
	regs->fpstate = (void *)bad_pointer;
}

static void spoil_header(struct sigcontext *regs)
{
	((u8 *)regs->fpstate)[bad_byte] = 0x80;
}

static bool is_refused(void (*how)(struct sigcontext *))
{
	nest(how);
	if (refused != 1 || !initial(&now))
		print("# %u signals for 0x%lx, byte %lu\n", refused,
		      bad_pointer, bad_byte);
	return refused == 1 && initial(&now);
}

/* XSTATE_BV with a bit above XCR0's; XCOMP_BV; and two that must be 0. */
static bool bad(void)
{
	static const u64 pointers[] = { 8, 1ul << 47, 1ul << 63, DIRECT_MAP,
					RING0_LINK, -64ul, (u64)level + 8 };
	static const size_t bytes[] = { 512 + 7, 512 + 15, 512 + 16, 512 + 23 };
	bool all = true;

	for (size_t i = 0; i < ARRAY_SIZE(pointers); i++) {
		bad_pointer = pointers[i];
		all &= is_refused(point_elsewhere);
	}
	for (size_t i = 0; features() && i < ARRAY_SIZE(bytes); i++) {
		bad_byte = bytes[i];
		all &= is_refused(spoil_header);
	}
	return all;
}

const struct signal_row fpu_rows[FPU_ROWS] = {
	{ kept, "x87, SSE, AVX: nested handlers lose no register" },
	{ in_frame, "x87, SSE, AVX: the frame holds them, with Linux's marks" },
	{ fresh, "x87, SSE, AVX: a handler starts with fresh ones" },
	{ changed, "x87, SSE, AVX: what a handler changes is loaded" },
	{ legacy, "x87, SSE, AVX: a frame without them, or without its mark" },
	{ bad, "x87, SSE, AVX: a bad pointer or header is SIGSEGV" },
};
