/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares the return decision with a model of IRETQ, SYSRET and SYSEXIT, by
 * the operation sections of the SDM. A fast return may be granted only if it
 * does what IRETQ does and cannot fault in ring 0; if it is refused, it must
 * differ, for the reason that is given. For a frame as a gate builds it, the
 * short check (*_is_safe) must agree with the whole one (*_reason).
 */
#include "lib/return_decision.h"

#include "return_model.h"
#include "tap.h"

/* The fast returns, each for the frames of one stub. */
enum fast { SYSRETQ, SYSRETL, SYSEXITQ, SYSEXITL, FASTS };

static const char *const names[FASTS] = {
	[SYSRETQ] = "SYSRETQ",
	[SYSRETL] = "SYSRETL",
	[SYSEXITQ] = "SYSEXITQ",
	[SYSEXITL] = "SYSEXITL",
};

static bool is_sysexit(enum fast which)
{
	return which == SYSEXITQ || which == SYSEXITL;
}

static bool is_to_32(enum fast which)
{
	return which == SYSRETL || which == SYSEXITL;
}

/* The selectors that the return loads. */
static void set_selectors(enum fast which, struct pt_regs *regs)
{
	regs->cs = is_to_32(which) ? SEL_USER_CODE32 : SEL_USER_CODE;
	regs->ss = which == SYSEXITQ ? SEL_USER_DATA_SYSEXITQ : SEL_USER_DATA;
}

static struct outcome run(enum fast which, const struct machine *machine,
			  const struct pt_regs *regs)
{
	switch (which) {
	case SYSRETQ:
		return sysretq(machine, regs);
	case SYSRETL:
		return sysretl(machine, regs);
	case SYSEXITL:
		return sysexitl(machine, regs);
	default:
		return sysexitq(machine, regs);
	}
}

static enum return_reason decide(enum fast which, const struct machine *machine,
				 const struct pt_regs *regs)
{
	switch (which) {
	case SYSRETQ:
		return sysret_reason(regs, machine->canonical_end);
	case SYSRETL:
		return sysretl_reason(regs);
	case SYSEXITL:
		return sysexitl_reason(regs);
	default:
		return sysexit_reason(regs, machine->canonical_end);
	}
}

/* Where the addresses end that the return can load. */
static u64 address_end(enum fast which, const struct machine *machine)
{
	return is_to_32(which) ? 1ull << 32 : machine->canonical_end;
}

/*
 * The reason that must be given: the first difference between the fast return
 * and IRETQ, in the order of enum return_reason. All bits of r11 count, even
 * those that SYSRET does not load, and so do all of cx, of which SYSRETL loads
 * 32: in a frame of SYSCALL's none differs.
 */
static enum return_reason first_difference(enum fast which,
					   const struct machine *machine,
					   const struct pt_regs *regs,
					   const struct outcome *fast)
{
	struct outcome iret = iretq(regs), but_high = *fast;
	bool sysexit = is_sysexit(which);
	u64 end = address_end(which, machine);

	if (sysexit ? regs->cx != iret.sp : regs->cx != iret.ip)
		return RETURN_CX;
	if (sysexit && regs->dx != iret.ip)
		return RETURN_DX;
	if (iret.ip >= end || (sysexit && iret.sp >= end))
		return RETURN_NONCANONICAL;
	if (fast->cs != iret.cs)
		return RETURN_CS;
	if (fast->ss != iret.ss)
		return RETURN_SS;
	if (!sysexit && regs->r11 != regs->flags)
		return RETURN_R11;
	if (is_equal(fast, &iret))
		return RETURN_FAST;
	but_high.high = iret.high;
	return is_equal(&but_high, &iret) ? RETURN_HIGH : RETURN_FLAGS;
}

/*
 * true: the stub can have built the frame; of SYSENTER from 32-bit code, after
 * ecx and edx are lost.
 */
static bool is_as_built(enum fast which, const struct pt_regs *regs)
{
	struct pt_regs selectors;

	set_selectors(which, &selectors);
	if (regs->cs != selectors.cs || regs->ss != selectors.ss ||
	    (is_to_32(which) && high_of(regs)))
		return false;
	if (which == SYSEXITL && (regs->ip | regs->sp) >> 32)
		return false;
	if (is_sysexit(which))
		return regs->cx == regs->sp && regs->dx == regs->ip &&
		       (regs->flags & SYSEXIT_FLAGS) == X86_EFLAGS_IF;
	return regs->cx == regs->ip && regs->r11 == regs->flags;
}

/* Of SYSENTER's frames from 32-bit code nothing is to be checked. */
static bool is_safe(enum fast which, const struct pt_regs *regs)
{
	switch (which) {
	case SYSRETQ:
		return sysret_is_safe(regs);
	case SYSRETL:
		return sysretl_is_safe(regs);
	case SYSEXITL:
		return is_as_built(which, regs);
	default:
		return sysexit_is_safe(regs);
	}
}

/*
 * A frame that the short check calls safe must neither fault nor trap in ring
 * 0; SYSEXIT's TF is excepted, because no gate's frame has it. If a gate built
 * the frame, it must be granted. The converse holds only with 4 levels: with 5,
 * the short check leaves addresses above 2^47 to the whole one.
 */
static void check_safe(enum fast which, const struct machine *machine,
		       const struct pt_regs *regs, const struct outcome *fast,
		       enum return_reason reason)
{
	bool safe = is_safe(which, regs);
	bool stepped = is_sysexit(which) && (regs->flags & X86_EFLAGS_TF);

	check(!safe || stepped || (!fast->ring0_fault && !fast->early_trap),
	      "safe, but it faults");
	if (!is_as_built(which, regs))
		return;
	check(!safe || reason == RETURN_FAST,
	      "a gate's frame is safe, but reason %d", reason);
	if (machine->canonical_end == CANONICAL_END_4_LEVEL)
		check(safe || reason != RETURN_FAST,
		      "a gate's frame is granted, but not safe");
}

static unsigned long granted;

static void check_frame(const struct machine *machine,
			const struct pt_regs *regs, enum fast which)
{
	struct outcome iret = iretq(regs);
	struct outcome fast = run(which, machine, regs);
	enum return_reason reason = decide(which, machine, regs);
	enum return_reason ought =
		first_difference(which, machine, regs, &fast);
	bool right = reason != RETURN_FAST || is_equal(&fast, &iret);

	granted += reason == RETURN_FAST;
	check_safe(which, machine, regs, &fast, reason);
	check(reason == ought && right,
	      "%s, %s: reason %d, not %d: ip %lx sp %lx cx %lx dx %lx r11 %lx "
	      "flags %lx cs %x ss %lx",
	      names[which], machine->name, reason, ought, regs->ip, regs->sp,
	      regs->cx, regs->dx, regs->r11, regs->flags, regs->cs, regs->ss);
}

/* A frame whose fast return is granted, if flags allow it. */
static struct pt_regs fast_frame(enum fast which, u64 ip, u64 sp, u64 flags)
{
	struct pt_regs regs = {
		.ip = ip,
		.sp = sp,
		.cx = is_sysexit(which) ? sp : ip,
		.dx = is_sysexit(which) ? ip : 0x1234,
		.r11 = flags,
		.flags = flags,
	};

	set_selectors(which, &regs);
	return regs;
}

static const u64 selectors[] = {
	0,
	SEL_KERNEL_CODE,
	SEL_KERNEL_DATA,
	SEL_USER_CODE32,
	SEL_USER_DATA,
	SEL_USER_CODE,
	SEL_USER_DATA_SYSEXITQ,
	SEL_USER_CODE & ~3,
	SEL_USER_CODE | 1ull << 16,
	SEL_USER_DATA | 1ull << 32,
	SEL_USER_DATA_SYSEXITQ | 1ull << 63,
};

static const u64 flag_corners[] = {
	0,
	FLAGS_FIXED,
	FLAGS_FIXED | X86_EFLAGS_IF,
	FLAGS_FIXED | X86_EFLAGS_IF | X86_EFLAGS_TF,
	FLAGS_FIXED | X86_EFLAGS_IF | X86_EFLAGS_RF,
	COMMON_FLAGS | FLAGS_FIXED,
	IRETQ_LOADS,
	SYSRET_LOADS,
	UINT64_MAX,
};

#define ADDRESSES 12

static void make_addresses(const struct machine *machine, u64 *addresses)
{
	u64 half = 1ull << (machine->address_bits - 1);
	u64 corners[ADDRESSES] = {
		0,
		0x401000,
		machine->canonical_end - 1,
		machine->canonical_end,
		half - 1,
		half,
		1ull << machine->address_bits,
		1ull << 63,
		-half - 1,
		-half,
		DIRECT_MAP,
		UINT64_MAX,
	};

	__builtin_memcpy(addresses, corners, sizeof(corners));
}

static void check_selectors_and_flags(const struct machine *machine,
				      struct pt_regs regs)
{
	size_t cs, ss, flags, r11;
	enum fast which;

	for (cs = 0; cs < ARRAY_SIZE(selectors); cs++) {
		for (ss = 0; ss < ARRAY_SIZE(selectors); ss++) {
			regs.cs = selectors[cs];
			regs.ss = selectors[ss];
			for (which = 0; which < FASTS; which++)
				check_frame(machine, &regs, which);
		}
	}
	for (flags = 0; flags < ARRAY_SIZE(flag_corners); flags++) {
		for (r11 = 0; r11 < ARRAY_SIZE(flag_corners); r11++) {
			regs.flags = flag_corners[flags];
			regs.r11 = flag_corners[r11];
			for (which = 0; which < FASTS; which++) {
				set_selectors(which, &regs);
				check_frame(machine, &regs, which);
			}
		}
	}
}

/* All combinations of corner values of the four addresses. */
static void test_corners(const struct machine *machine)
{
	u64 at[ADDRESSES];
	u32 i;

	make_addresses(machine, at);
	for (i = 0; i < ADDRESSES * ADDRESSES * ADDRESSES * ADDRESSES; i++) {
		struct pt_regs regs = {
			.ip = at[i % ADDRESSES],
			.sp = at[i / ADDRESSES % ADDRESSES],
			.cx = at[i / ADDRESSES / ADDRESSES % ADDRESSES],
			.dx = at[i / ADDRESSES / ADDRESSES / ADDRESSES],
			.flags = FLAGS_FIXED | X86_EFLAGS_IF,
			.r11 = FLAGS_FIXED | X86_EFLAGS_IF,
		};

		check_selectors_and_flags(machine, regs);
	}
}

/* Any one bit of the frame flipped, and any two. */
static void test_flips(const struct machine *machine, enum fast which,
		       u64 flags)
{
	const u32 bits = sizeof(struct pt_regs) * 8;
	u64 sp = address_end(which, machine) - 16;
	struct pt_regs regs = fast_frame(which, 0x401000, sp, flags);
	u64 *words = &regs.r15;
	u32 one, two;

	for (one = 0; one < bits; one++) {
		words[one / 64] ^= 1ull << one % 64;
		check_frame(machine, &regs, which);
		for (two = 0; two < one; two++) {
			words[two / 64] ^= 1ull << two % 64;
			check_frame(machine, &regs, which);
			words[two / 64] ^= 1ull << two % 64;
		}
		words[one / 64] ^= 1ull << one % 64;
	}
}

/* Every combination of flags, those that do not exist included. */
static void test_flags(const struct machine *machine, enum fast which)
{
	u64 flags;

	for (flags = 0; flags < 2 * X86_EFLAGS_ID; flags++) {
		struct pt_regs regs =
			fast_frame(which, 0x401000, 0x7ffff000, flags);

		check_frame(machine, &regs, which);
	}
}

static void check_granted(void)
{
	check(granted, "nothing was granted");
	granted = 0;
}

static const char *name(enum fast which)
{
	static char text[40];

	snprintf(text, sizeof(text), "%s: every value of the flags",
		 names[which]);
	return text;
}

int main(void)
{
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(machines); i++)
		test_corners(&machines[i]);
	check_granted();
	result("corner addresses, selectors and flags, in all combinations");
	for (i = 0; i < ARRAY_SIZE(machines); i++) {
		for (j = 0; j < FASTS; j++)
			test_flips(&machines[i], j,
				   FLAGS_FIXED | X86_EFLAGS_IF);
	}
	check_granted();
	result("each bit of the frame flipped, and each two bits");
	for (j = 0; j < FASTS; j++) {
		test_flags(&machines[j % ARRAY_SIZE(machines)], j);
		check_granted();
		result(name(j));
	}
	return tap_end();
}
