/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The published attacks on entry code, a row each, by their names (attacks.md).
 * An attack that cannot occur on this machine is a SKIP that says why, but the
 * row still fails if what it can try goes wrong.
 */
#include <asm/errno.h>
#include <asm/prctl.h>
#include <asm/sigcontext.h>
#include <unistd_32.h>
#include "ring3/lib/sys.h"
#include "ring3/lib/task_size.h"
#include "ring3/lib/wild.h"
#include "hostile.h"
#include "msr-index.h"
#include "segment.h"
#include "lib/string.h"

static struct crossing seen;

bool emulated(void)
{
	return !strcmp(cpu_identity()->hypervisor, "TCGTCGTCGTCG");
}

static bool has_sysenter(void)
{
	if (!cpu_identity()->sysenter)
		row_skip(SURVIVED "it has no SYSENTER in long mode");
	return cpu_identity()->sysenter;
}

/* On Intel's CPUs SYSRET's #GP comes in ring 0; on AMD's and QEMU in ring 3. */
static void sysret_faults_in_ring0(void)
{
	if (cpu_identity()->amd || emulated())
		row_skip(SURVIVED "its SYSRET raises #GP in ring 3");
}

/* The frame allows SYSRET but for its address: ring 0 must take IRET. */
static void return_to_noncanonical(unsigned int bit)
{
	u64 ip = 1ul << bit;
	struct outcome fault = { .trapno = X86_TRAP_GP, .ip = ip };
	struct sigcontext *regs;

	attempt_load();
	regs = hostile_frame();
	regs->rip = regs->rcx = ip;
	regs->r11 = regs->eflags;
	sys_observe(&seen);
	attempt_frame(BY_SYSCALL);
	judge("rip", ip, &fault, NULL);
	judge_that(seen.path == RETURN_IRET &&
			   seen.reason == RETURN_NONCANONICAL,
		   "the return decision", seen.reason);
}

static void noncanonical_sysret(void)
{
	bool levels_4 = task_size() == TASK_SIZE_4_LEVEL;

	for (unsigned int bit = levels_4 ? 47 : 56; bit < 64; bit++)
		return_to_noncanonical(bit);
	sysret_faults_in_ring0();
}

ATTEMPT_STUB(clear_sce, "wrmsr");

static void sce_cleared(void)
{
	struct outcome fault = fault_at(clear_sce, X86_TRAP_GP, 0);

	attempt_load();
	cross_in.word[STATE_CX] = MSR_EFER;
	attempt(clear_sce);
	judge("wrmsr", MSR_EFER, &fault, NULL);
	row_skip(SURVIVED "ring 3 has no way to clear EFER.SCE");
}

/* selftest() changes pt_regs->ip only, as a tracer would. */
static void traced(u64 ip, const struct outcome *expected)
{
	attempt_load();
	cross_in.word[STATE_AX] = __NR_selftest;
	cross_in.word[STATE_DI] = SELFTEST_SET_REG;
	cross_in.word[STATE_SI] = PT_IP;
	cross_in.word[STATE_DX] = ip;
	sys_observe(&seen);
	attempt(gates[BY_SYSCALL].stub);
	judge("rip", ip, expected, NULL);
	judge_that(seen.path == RETURN_IRET, "the return path", seen.path);
}

static void tracer(void)
{
	struct outcome fault = { .trapno = X86_TRAP_GP, .ip = NONCANONICAL };
	struct outcome nothing = no_trap();

	if (sys_selftest(SELFTESTS, 0) == -EPERM) {
		row_skip("selftest() is not allowed: boot with selftest=on");
		return;
	}
	traced((u64)cross_elsewhere, &nothing);
	judge_that(cross_out.word[STATE_IP] == (u64)cross_elsewhere, "rip",
		   cross_out.word[STATE_IP]);
	traced(NONCANONICAL, &fault);
}

static void one_number(enum call_way gate, u64 number, s64 answer,
		       bool observed)
{
	struct machine_state expected;

	attempt_load();
	cross_in.word[STATE_AX] = number;
	abi_name_return(gate, &cross_in);
	abi_expect(gate, &cross_in, answer, &expected);
	sys_observe(observed ? &seen : NULL);
	attempt(gates[gate].stub);
	judge_that(!caught.count && state_is(&expected), gates[gate].name,
		   number);
}

/* Each number is tried by the exit's fast path and by its slow path. */
static void numbers(void)
{
	static const u64 bad[] = { -1ul, 0x7fffffff, 0x80000000, 0xffffffff,
				   1ul << 32 | 999, 512 };
	s64 pid = sys_getpid();

	for (enum call_way gate = 0; gate < WAYS_64; gate++) {
		if (gate == BY_SYSENTER && !cpu_identity()->sysenter)
			continue;
		for (unsigned int observed = 0; observed < 2; observed++) {
			for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
				one_number(gate, bad[i], -ENOSYS, observed);
			one_number(gate, gates[gate].getpid | 1ul << 32, pid,
				   observed);
		}
	}
}

/* IRET faults when ring 3's GS base is loaded already, and must not lose it. */
static void bad_iret(void)
{
	static const u16 selectors[] = { SEL_TSS | 3, SEL_KERNEL_DATA | 3,
					 SEL_TLS, 0xfffb };
	const u64 base = 0x123456789000;
	u64 now = 0;

	sys_arch_prctl(ARCH_SET_GS, base);
	for (size_t i = 0; i < ARRAY_SIZE(selectors); i++) {
		struct outcome fault = { .trapno = X86_TRAP_GP,
					 .error_code = selectors[i] & ~3u,
					 .ip = (u64)cross_elsewhere };

		attempt_load();
		hostile_frame()->ss = selectors[i];
		attempt_frame(BY_SYSCALL);
		judge("ss", selectors[i], &fault, NULL);
		sys_arch_prctl(ARCH_GET_GS, (u64)&now);
		judge_that(now == base, "GS base", now);
	}
	sys_arch_prctl(ARCH_SET_GS, 0);
}

/* The same number is getpid by int 0x80, and writev by SYSCALL. */
_Static_assert(__NR_ia32_getpid == __NR_writev, "stale_abi");
static void stale_abi(void)
{
	long pid = sys_getpid();

	for (unsigned int i = 0; i < 4; i++) {
		long by_int80 =
			call_int80(__NR_ia32_getpid, -1, 0, 0, 0, 0, 0);
		long by_syscall = call_syscall(__NR_writev, -1, 0, 0, 0, 0, 0);

		judge_that(by_int80 == pid, "int 0x80", by_int80);
		judge_that(by_syscall == -EBADF, "syscall", by_syscall);
	}
}

static void call_with_flags(enum call_way gate, u64 flags)
{
	struct machine_state expected;
	bool trap = flags & X86_EFLAGS_TF;

	attempt_load();
	cross_in.word[STATE_AX] = gates[gate].getpid;
	cross_in.word[STATE_FLAGS] |= flags;
	abi_name_return(gate, &cross_in);
	abi_expect(gate, &cross_in, sys_getpid(), &expected);
	expected.word[STATE_FLAGS] &= ~X86_EFLAGS_TF;
	attempt(gates[gate].stub);
	abi_allow(gate, &cross_out, &expected);
	judge_that(state_is(&expected) && caught.count == trap, "rflags",
		   flags);
	judge_that(!trap || (caught.trapno == X86_TRAP_DB &&
			     caught.ip == (u64)gates[gate].stepped),
		   "the trap's rip", caught.ip);
}

static void syscall_trap(void)
{
	static const enum call_way syscalls[] = { BY_SYSCALL,
					      BY_SYSCALL_32 };

	for (size_t i = 0; i < ARRAY_SIZE(syscalls); i++) {
		if (gate_lacks(syscalls[i]))
			continue;
		call_with_flags(syscalls[i], X86_EFLAGS_TF);
		call_with_flags(syscalls[i], X86_EFLAGS_TF | X86_EFLAGS_DF);
	}
}

static void sysenter_flags(void)
{
	static const u64 flags[] = { X86_EFLAGS_NT, X86_EFLAGS_AC,
				     X86_EFLAGS_DF, X86_EFLAGS_TF,
				     X86_EFLAGS_NT | X86_EFLAGS_TF,
				     USER_FLAGS | X86_EFLAGS_TF };

	if (!has_sysenter())
		return;
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		call_with_flags(BY_SYSENTER, flags[i]);
		call_with_flags(BY_SYSENTER_32, flags[i]);
	}
}

static const struct row rows[] = {
	{ "CVE-2012-0217, CVE-2006-0744, XSA-7: SYSRET to a non-canonical "
	  "address",
	  noncanonical_sysret, NULL },
	{ "EFER.SCE cleared before SYSRET", sce_cleared, NULL },
	{ "CVE-2014-4699: a tracer changes rip", tracer, NULL },
	{ "CVE-2014-4508, 7825, 7826: a number beyond the table", numbers,
	  NULL },
	{ "CVE-2014-9090, 9322: IRET faults", bad_iret, NULL },
	{ "CVE-2015-2830: int 0x80 leaves its ABI behind", stale_abi, NULL },
	{ "CVE-2015-3290, 3291, 5157: rsp at the NMI stack",
	  attack_nmi_stack, NULL },
	{ "XSA-204: SYSCALL with TF", syscall_trap, NULL },
	{ "CVE-2018-8897, 1087, XSA-260, 265, 308: MOV SS",
	  attack_mov_ss, NULL },
	{ "XSA-339: SYSENTER with NT, AC, DF and TF", sysenter_flags, NULL },
	{ "XSA-196: int n from 32-bit code", attack_compat_int, NULL },
	{ "XSA-259: int 0x80 where nobody serves it", attack_no_int80,
	  "the error code of int n is 16n + 2" },
	{ "XSA-454: upper halves of registers after 32-bit code",
	  attack_upper_halves, NULL },
	{ "sysret_ss_attrs: 32-bit code pushes and pops after SYSRET",
	  attack_sysret_ss, NULL },
	{ "CVE-2017-5754: ring 0's memory read by speculation",
	  attack_speculation, NULL },
	{ "CVE-2019-1125: SWAPGS skipped by speculation", attack_speculation,
	  NULL },
	{ "CVE-2021-4440: the code that runs is not the code that was built",
	  attack_live_code, NULL },
	{ "CVE-2024-25744: interrupts by vectors that are not theirs",
	  attack_interrupts, NULL },
	/* This comes last: it makes an LDT, which adds exit work. */
	{ "CVE-2014-8133, 8134: IRET to a 16-bit stack segment",
	  stack16_int80, NULL },
};

const struct group attack_group = { "attacks", rows, ARRAY_SIZE(rows) };
