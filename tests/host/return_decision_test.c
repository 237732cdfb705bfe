/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares the return decision with a model of IRETQ, SYSRETQ and SYSEXITQ, by
 * the operation sections of the SDM. A fast return may be granted only if it
 * does what IRETQ does and cannot fault in ring 0; if it is refused, it must
 * differ, for the reason that is given. For a frame as a gate builds it, the
 * short check (*_is_safe) must agree with the whole one (*_reason).
 */
#include "lib/return_decision.h"

#include "return_model.h"
#include "tap.h"

/*
 * The reason that must be given: the first difference between the fast return
 * and IRETQ, in the order of enum return_reason. All bits of r11 count, even
 * those that SYSRET does not load: in a frame of SYSCALL's none differs.
 */
static enum return_reason first_difference(const struct machine *machine,
					   const struct pt_regs *regs,
					   const struct outcome *fast,
					   bool sysexit)
{
	struct outcome iret = iretq(regs);

	if (sysexit ? fast->sp != iret.sp : fast->ip != iret.ip)
		return RETURN_CX;
	if (fast->ip != iret.ip)
		return RETURN_DX;
	if (iret.ip >= machine->canonical_end ||
	    (sysexit && iret.sp >= machine->canonical_end))
		return RETURN_NONCANONICAL;
	if (fast->cs != iret.cs)
		return RETURN_CS;
	if (fast->ss != iret.ss)
		return RETURN_SS;
	if (!sysexit && regs->r11 != regs->flags)
		return RETURN_R11;
	return is_equal(fast, &iret) ? RETURN_FAST : RETURN_FLAGS;
}

/* true: entry_SYSCALL_64 or entry_SYSENTER_64 can have built the frame. */
static bool is_as_built(const struct pt_regs *regs, bool sysexit)
{
	if (regs->cs != SEL_USER_CODE)
		return false;
	if (sysexit)
		return regs->ss == SEL_USER_DATA_SYSEXITQ &&
		       regs->cx == regs->sp && regs->dx == regs->ip &&
		       (regs->flags & SYSEXIT_FLAGS) == X86_EFLAGS_IF;
	return regs->ss == SEL_USER_DATA && regs->cx == regs->ip &&
	       regs->r11 == regs->flags;
}

/*
 * A frame that the short check calls safe must neither fault nor trap in ring
 * 0; SYSEXIT's TF is excepted, because no gate's frame has it. If a gate built
 * the frame, it must be granted. The converse holds only with 4 levels: with 5,
 * the short check leaves addresses above 2^47 to the whole one.
 */
static void check_safe(const struct machine *machine,
		       const struct pt_regs *regs, bool sysexit,
		       const struct outcome *fast, enum return_reason reason)
{
	bool safe = sysexit ? sysexit_is_safe(regs) : sysret_is_safe(regs);
	bool stepped = sysexit && (regs->flags & X86_EFLAGS_TF);

	check(!safe || stepped || (!fast->ring0_fault && !fast->early_trap),
	      "safe, but it faults");
	if (!is_as_built(regs, sysexit))
		return;
	check(!safe || reason == RETURN_FAST,
	      "a gate's frame is safe, but reason %d", reason);
	if (machine->canonical_end == CANONICAL_END_4_LEVEL)
		check(safe || reason != RETURN_FAST,
		      "a gate's frame is granted, but not safe");
}

static unsigned long granted;

static void check_frame(const struct machine *machine,
			const struct pt_regs *regs, bool sysexit)
{
	struct outcome iret = iretq(regs);
	struct outcome fast =
		sysexit ? sysexitq(machine, regs) : sysretq(machine, regs);
	enum return_reason reason =
		sysexit ? sysexit_reason(regs, machine->canonical_end)
			: sysret_reason(regs, machine->canonical_end);
	enum return_reason ought =
		first_difference(machine, regs, &fast, sysexit);
	bool right = reason != RETURN_FAST || is_equal(&fast, &iret);

	granted += reason == RETURN_FAST;
	check_safe(machine, regs, sysexit, &fast, reason);
	check(reason == ought && right,
	      "%s, %s: reason %d, not %d: ip %lx sp %lx cx %lx dx %lx r11 %lx "
	      "flags %lx cs %x ss %lx",
	      sysexit ? "SYSEXIT" : "SYSRET", machine->name, reason, ought,
	      regs->ip, regs->sp, regs->cx, regs->dx, regs->r11, regs->flags,
	      regs->cs, regs->ss);
}

/* A frame whose fast return is granted, if flags allow it. */
static struct pt_regs fast_frame(bool sysexit, u64 ip, u64 sp, u64 flags)
{
	return (struct pt_regs){
		.ip = ip,
		.sp = sp,
		.cx = sysexit ? sp : ip,
		.dx = sysexit ? ip : 0x1234,
		.r11 = flags,
		.flags = flags,
		.cs = SEL_USER_CODE,
		.ss = sysexit ? SEL_USER_DATA_SYSEXITQ : SEL_USER_DATA,
	};
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

	for (cs = 0; cs < ARRAY_SIZE(selectors); cs++) {
		for (ss = 0; ss < ARRAY_SIZE(selectors); ss++) {
			regs.cs = selectors[cs];
			regs.ss = selectors[ss];
			check_frame(machine, &regs, false);
			check_frame(machine, &regs, true);
		}
	}
	for (flags = 0; flags < ARRAY_SIZE(flag_corners); flags++) {
		for (r11 = 0; r11 < ARRAY_SIZE(flag_corners); r11++) {
			regs.flags = flag_corners[flags];
			regs.r11 = flag_corners[r11];
			regs.cs = SEL_USER_CODE;
			regs.ss = SEL_USER_DATA;
			check_frame(machine, &regs, false);
			regs.ss = SEL_USER_DATA_SYSEXITQ;
			check_frame(machine, &regs, true);
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
static void test_flips(const struct machine *machine, bool sysexit, u64 flags)
{
	const u32 bits = sizeof(struct pt_regs) * 8;
	u64 sp = machine->canonical_end - 16;
	struct pt_regs regs = fast_frame(sysexit, 0x401000, sp, flags);
	u64 *words = &regs.r15;
	u32 one, two;

	for (one = 0; one < bits; one++) {
		words[one / 64] ^= 1ull << one % 64;
		check_frame(machine, &regs, sysexit);
		for (two = 0; two < one; two++) {
			words[two / 64] ^= 1ull << two % 64;
			check_frame(machine, &regs, sysexit);
			words[two / 64] ^= 1ull << two % 64;
		}
		words[one / 64] ^= 1ull << one % 64;
	}
}

/* Every combination of flags, those that do not exist included. */
static void test_flags(const struct machine *machine, bool sysexit)
{
	u64 flags;

	for (flags = 0; flags < 2 * X86_EFLAGS_ID; flags++) {
		struct pt_regs regs =
			fast_frame(sysexit, 0x401000, 0x7ffffffff000, flags);

		check_frame(machine, &regs, sysexit);
	}
}

static void check_granted(void)
{
	check(granted, "nothing was granted");
	granted = 0;
}

int main(void)
{
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(machines); i++)
		test_corners(&machines[i]);
	check_granted();
	result("corner addresses, selectors and flags, in all combinations");
	for (i = 0; i < ARRAY_SIZE(machines); i++) {
		for (j = 0; j < 2; j++)
			test_flips(&machines[i], j,
				   FLAGS_FIXED | X86_EFLAGS_IF);
	}
	check_granted();
	result("each bit of the frame flipped, and each two bits");
	test_flags(&machines[0], false);
	check_granted();
	result("SYSRET: every value of the flags");
	test_flags(&machines[1], true);
	check_granted();
	result("SYSEXIT: every value of the flags");
	return tap_end();
}
