/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rt_sigreturn with frames that no handler ever got. IRET refuses what it must
 * not load; the program must get that fault, as if its own, and ring 0 go on.
 */
#include <linux/signal.h>
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "layout.h"
#include "segment.h"

static struct signal_frame frame;

/* The flags that a frame can set, but for TF, which raises a trap. */
#define STICKY_FLAGS FRAME_FLAGS

struct sigcontext *hostile_frame(void)
{
	signal_frame_of(&frame, &cross_in);
	frame.context.uc_mcontext.rip = (u64)cross_elsewhere;
	frame.context.uc_mcontext.eflags = ALWAYS_FLAGS;
	return &frame.context.uc_mcontext;
}

/* Calls rt_sigreturn with rsp where a handler's RET leaves it. */
void attempt_frame(enum call_way gate)
{
	u64 *in = cross_in.word;

	in[STATE_AX] = __NR_rt_sigreturn;
	in[STATE_SP] = (u64)&frame.context;
	abi_name_return(gate, &cross_in);
	attempt(gates[gate].stub);
}

/* Calls by each gate whose table has rt_sigreturn. */
static void each_gate(void (*prepare)(struct sigcontext *regs, u64 value),
		      u64 value, const char *what,
		      const struct outcome *expected)
{
	static const enum call_way ways[] = { BY_SYSCALL, BY_SYSENTER };

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		if (ways[i] == BY_SYSENTER && !cpu_identity()->sysenter)
			continue;
		attempt_load();
		prepare(hostile_frame(), value);
		attempt_frame(ways[i]);
		judge(what, value, expected, NULL);
	}
}

/* rcx, rdx and r11 are such that ring 0 could take the fast return. */
static void set_ip(struct sigcontext *regs, u64 ip)
{
	regs->rip = ip;
	regs->rcx = ip;
	regs->rdx = ip;
	regs->r11 = regs->eflags;
}

/* The addresses of the canonical hole, from its first one on. */
static void ip_noncanonical(void)
{
	u64 stack = (u64)__builtin_frame_address(0);

	for (unsigned int bit = stack < TASK_SIZE_4_LEVEL ? 47 : 56; bit < 64;
	     bit++) {
		struct outcome fault = { .trapno = X86_TRAP_GP,
					 .ip = 1ul << bit };

		each_gate(set_ip, fault.ip, "rip", &fault);
	}
}

static void set_ip_only(struct sigcontext *regs, u64 ip)
{
	regs->rip = ip;
}

static void ip_of_ring0(void)
{
	static const u64 places[] = { RING0_LINK,     RING0_LINK + PAGE_SIZE,
				      DIRECT_MAP,     CPU_ENTRY_AREA,
				      KERNEL_STACKS, -1ul << 47 };
	enum { USER_FETCH = 0x14, PRESENT = 1 };

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		attempt_load();
		set_ip_only(hostile_frame(), places[i]);
		attempt_frame(BY_SYSCALL);
		judge_that(caught.count == 1 &&
				   caught.trapno == X86_TRAP_PF &&
				   (caught.error_code & ~PRESENT) ==
					   USER_FETCH &&
				   caught.ip == places[i] &&
				   caught.address == places[i] &&
				   caught.cs == SEL_USER_CODE,
			   "rip", places[i]);
	}
}

/* IRET does not check rsp, so any value must come back. */
static void set_sp(struct sigcontext *regs, u64 sp)
{
	regs->rsp = sp;
	set_ip(regs, (u64)cross_elsewhere);
	regs->rcx = sp;
}

static void sp_anywhere(void)
{
	static const u64 places[] = { 0,	    8,
				      RING0_LINK,   CPU_ENTRY_AREA + 0x3ff0,
				      NONCANONICAL, 1ul << 47,
				      -8ul };
	struct outcome fine = no_trap();

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		each_gate(set_sp, places[i], "rsp", &fine);
		judge_that(cross_out.word[STATE_SP] == places[i], "rsp",
			   cross_out.word[STATE_SP]);
	}
}

static void set_cs(struct sigcontext *regs, u64 cs)
{
	regs->cs = cs;
	set_ip(regs, (u64)cross_elsewhere);
}

static void set_ss(struct sigcontext *regs, u64 ss)
{
	regs->ss = ss;
	set_ip(regs, (u64)cross_elsewhere);
}

/*
 * Null selectors, ring 0's, data in cs, code in ss, the TSS's, the LDT's, and
 * selectors above the GDT's limit.
 */
static const u16 bad_cs[] = { 0,
			      SEL_KERNEL_CODE32,
			      SEL_KERNEL_CODE,
			      SEL_KERNEL_DATA,
			      SEL_USER_DATA,
			      SEL_USER_DATA_SYSEXITQ,
			      SEL_TSS,
			      SEL_TSS + 8,
			      SEL_USER_CODE | 4,
			      0xfff8 };
static const u16 bad_ss[] = { 0,
			      SEL_KERNEL_CODE,
			      SEL_KERNEL_DATA,
			      SEL_USER_CODE32,
			      SEL_USER_CODE,
			      SEL_TSS,
			      SEL_TSS + 8,
			      SEL_USER_DATA | 4,
			      0xfff8 };

static void each_selector(const u16 *selectors, size_t count,
			  void (*set)(struct sigcontext *, u64),
			  const char *what)
{
	for (size_t i = 0; i < count; i++) {
		struct outcome fault = { .trapno = X86_TRAP_GP,
					 .error_code = selectors[i] & ~3u,
					 .ip = (u64)cross_elsewhere };

		each_gate(set, selectors[i], what, &fault);
	}
}

static void set_ring0(struct sigcontext *regs, u64 cs)
{
	set_cs(regs, cs);
	regs->ss = SEL_KERNEL_DATA;
}

static void cs_bad(void)
{
	static const u16 ring0_cs[] = { SEL_KERNEL_CODE };

	each_selector(bad_cs, ARRAY_SIZE(bad_cs), set_cs, "cs");
	each_selector(ring0_cs, ARRAY_SIZE(ring0_cs), set_ring0, "cs and ss");
}

static void ss_bad(void)
{
	each_selector(bad_ss, ARRAY_SIZE(bad_ss), set_ss, "ss");
}

static void set_flags(struct sigcontext *regs, u64 flags)
{
	regs->eflags = flags;
	set_ip(regs, (u64)cross_elsewhere);
	regs->r11 = flags;
}

/* Tries each flag by itself. Ring 3 gets only those that it may set. */
static void flags(void)
{
	struct outcome fine = no_trap();

	for (unsigned int bit = 0; bit < 64; bit++) {
		u64 flag = 1ul << bit;

		if (flag == X86_EFLAGS_TF)
			continue;
		each_gate(set_flags, flag, "rflags", &fine);
		judge_that(cross_out.word[STATE_FLAGS] ==
				   (ALWAYS_FLAGS | (flag & STICKY_FLAGS)),
			   "rflags of the frame's", flag);
	}
}

static void trap_flag(void)
{
	struct outcome trap = { .trapno = X86_TRAP_DB,
				.ip = (u64)cross_elsewhere_stepped };

	each_gate(set_flags, X86_EFLAGS_TF, "rflags", &trap);
}

/* Only the frame's TF may trap, and not that of the rt_sigreturn call. */
static void trap_flag_of_call(void)
{
	struct outcome fine = no_trap();

	for (enum call_way gate = 0; gate < BY_INT80; gate++) {
		if (gate_lacks(gate))
			continue;
		attempt_load();
		cross_in.word[STATE_FLAGS] |= X86_EFLAGS_TF;
		set_flags(hostile_frame(), 0);
		attempt_frame(gate);
		judge(gates[gate].name, X86_EFLAGS_TF, &fine, NULL);
	}
}

ATTEMPT_STUB(after_cli, "cli");

/* IOPL 3 in the frame must not let ring 3 execute CLI. */
static void privilege(void)
{
	struct outcome fault = fault_at(after_cli, X86_TRAP_GP, 0);

	attempt_load();
	set_flags(hostile_frame(), X86_EFLAGS_IOPL | X86_EFLAGS_NT |
					   X86_EFLAGS_VM);
	frame.context.uc_mcontext.rip = STUB_AT(after_cli);
	attempt_frame(BY_SYSCALL);
	judge("cli", X86_EFLAGS_IOPL, &fault, NULL);
}

static const struct row rows[] = {
	{ "frame: rip non-canonical is #GP(0), and ring 3's", ip_noncanonical,
	  NULL },
	{ "frame: rip of ring 0 is #PF, as ring 3's fetch", ip_of_ring0,
	  NULL },
	{ "frame: rsp may be anything", sp_anywhere, NULL },
	{ "frame: a bad cs is #GP(cs), and ring 3's", cs_bad, NULL },
	{ "frame: a bad ss is #GP(ss), and ring 3's", ss_bad, NULL },
	{ "frame: of the flags only ring 3's own are loaded", flags, NULL },
	{ "frame: TF traps after the next instruction", trap_flag, NULL },
	{ "frame: TF of the call that loads it is not the frame's",
	  trap_flag_of_call, NULL },
	{ "frame: IOPL, NT and VM give no rights", privilege, NULL },
};

const struct group frame_group = { "frames", rows, ARRAY_SIZE(rows) };
