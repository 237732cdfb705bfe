/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every privileged and every undefined instruction: which exception it raises
 * in 64-bit code at CPL 3 with IOPL 0 (SDM vol. 2; APM vol. 3).
 */
#include "hostile.h"

/* These raise #GP(0) at CPL 3 on every CPU. */
#define PRIVILEGED(m)                                                \
	m(hlt, "hlt") m(cli, "cli") m(sti, "sti")                    \
	m(lgdt, "lgdt (%rsp)") m(lidt, "lidt (%rsp)")                \
	m(lldt, "lldt %ax") m(ltr, "ltr %ax")                        \
	m(clts, "clts") m(lmsw, "lmsw %ax")                          \
	m(write_cr0, "mov %rax, %cr0") m(read_cr0, "mov %cr0, %rax") \
	m(write_cr2, "mov %rax, %cr2") m(read_cr2, "mov %cr2, %rax") \
	m(write_cr3, "mov %rax, %cr3") m(read_cr3, "mov %cr3, %rax") \
	m(write_cr4, "mov %rax, %cr4") m(read_cr4, "mov %cr4, %rax") \
	m(write_cr8, "mov %rax, %cr8") m(read_cr8, "mov %cr8, %rax") \
	m(write_dr0, "mov %rax, %dr0") m(read_dr0, "mov %dr0, %rax") \
	m(write_dr1, "mov %rax, %dr1") m(read_dr1, "mov %dr1, %rax") \
	m(write_dr2, "mov %rax, %dr2") m(read_dr2, "mov %dr2, %rax") \
	m(write_dr3, "mov %rax, %dr3") m(read_dr3, "mov %dr3, %rax") \
	m(write_dr6, "mov %rax, %dr6") m(read_dr6, "mov %dr6, %rax") \
	m(write_dr7, "mov %rax, %dr7") m(read_dr7, "mov %dr7, %rax") \
	m(invlpg, "invlpg (%rsp)")                                   \
	m(rdmsr, "rdmsr") m(wrmsr, "wrmsr")                          \
	m(swapgs, "swapgs") m(sysretl, "sysretl")                    \
	m(sysretq, "sysretq")                                        \
	m(in_imm, "inb $0x80, %al") m(out_imm, "outb %al, $0x80")    \
	m(insb, "insb") m(outsb, "outsb") m(rep_insl, "rep insl")    \
	m(rep_outsl, "rep outsl")

/* These raise #UD at CPL 3, outside of their mode, or in 64-bit code. */
#define UNDEFINED(m)                                                  \
	m(ud2, "ud2") m(stac, "stac") m(clac, "clac")                 \
	m(monitor, "monitor") m(mwait, "mwait") m(rsm, "rsm")         \
	m(vmlaunch, "vmlaunch") m(vmxoff, "vmxoff")                   \
	m(vmresume, "vmresume") m(vmcall, "vmcall")                   \
	m(vmxon, "vmxon (%rsp)") m(vmread, "vmread %rax, %rbx")       \
	m(vmrun, "vmrun") m(clgi, "clgi") m(vmload, "vmload")         \
	m(vmsave, "vmsave") m(stgi, "stgi") m(skinit, "skinit")       \
	m(invlpga, "invlpga %rax, %ecx") m(vmmcall, "vmmcall")        \
	m(wrpkru, ".byte 0x0f, 1, 0xef")                              \
	m(getsec, ".byte 0x0f, 0x37") m(rdpkru, ".byte 0x0f, 1, 0xee") \
	m(mov_cs, ".byte 0x8e, 0xc8") \
	m(push_es, ".byte 0x06") m(push_cs, ".byte 0x0e")             \
	m(push_ss, ".byte 0x16") m(pop_ss, ".byte 0x17")              \
	m(push_ds, ".byte 0x1e") m(pop_ds, ".byte 0x1f")              \
	m(daa, ".byte 0x27") m(aaa, ".byte 0x37")                     \
	m(das, ".byte 0x2f") m(aas, ".byte 0x3f")                     \
	m(pusha, ".byte 0x60") m(popa, ".byte 0x61")                  \
	m(far_call, ".byte 0x9a") m(far_jump, ".byte 0xea")           \
	m(lock_hlt, ".byte 0xf0, 0xf4")

/*
 * #UD without CR4.OSXSAVE. With it, XSETBV is privileged, and for ring 3 there
 * is no XCR of that number and no area that is not at a multiple of 64.
 */
#define XSAVE(m)                                                \
	m(xsetbv, "xsetbv") m(xgetbv, "xgetbv")                 \
	m(xsave, "xsave 1(%rsp)") m(xrstor, "xrstor 1(%rsp)")

/* These raise #GP(0) with CR4.UMIP, which ring 0 sets if the CPU has it. */
#define UMIP(m)                                                 \
	m(sgdt, "sgdt (%rsp)") m(sidt, "sidt (%rsp)")           \
	m(sldt, "sldt %ax") m(str, "str %ax") m(smsw, "smsw %ax")

/* #GP(0) as well, but some CPUs execute them. */
#define CACHES(m) m(invd, "invd") m(wbinvd, "wbinvd")
/* #UD in 64-bit code, but some CPUs execute them. */
#define CODE32_ALONE(m) m(into, ".byte 0xce") m(aam, ".byte 0xd4, 10")

#define DEFINE_STUB(name, text) ATTEMPT_STUB(try_##name, text);
#define LIST_STUB(name, text) { try_##name, text },
PRIVILEGED(DEFINE_STUB)
CACHES(DEFINE_STUB)
CODE32_ALONE(DEFINE_STUB)
UNDEFINED(DEFINE_STUB)
XSAVE(DEFINE_STUB)
UMIP(DEFINE_STUB)
ATTEMPT_STUB(try_sysexitl, "sysexitl");
ATTEMPT_STUB(try_sysexitq, "sysexitq");
ATTEMPT_STUB(try_rdpmc, "rdpmc");
ATTEMPT_STUB(try_invpcid, "invpcid (%rsp), %rax");
ATTEMPT_STUB(try_icebp, ".byte 0xf1");
ATTEMPT_STUB(try_int3, "int3");
ATTEMPT_STUB(try_lock_syscall, ".byte 0xf0, 0x0f, 0x05");
ATTEMPT_STUB(try_lock_int80, ".byte 0xf0, 0xcd, 0x80");
ATTEMPT_STUB(try_divide, "div %rdx");
ATTEMPT_STUB(try_misaligned, "mov 1(%rsp), %rax");

struct instruction {
	attempt_stub *stub;
	const char *text;
};

/* departs: the exception of CPUs that depart from the manuals, or NO_TRAP. */
static void each_faults(const struct instruction *list, size_t count,
			u64 trapno, u64 departs)
{
	for (size_t i = 0; i < count; i++) {
		struct outcome fault = fault_at(list[i].stub, trapno, 0);
		struct outcome other = fault_at(list[i].stub, departs, 0);

		attempt_load();
		attempt(list[i].stub);
		judge(list[i].text, i, &fault,
		      departs == NO_TRAP ? NULL : &other);
	}
}

/* A CPU that departs from the manuals executes them. */
static void each_faults_or_executes(const struct instruction *list,
				    size_t count, u64 trapno)
{
	struct outcome executed = no_trap();

	for (size_t i = 0; i < count; i++) {
		struct outcome fault = fault_at(list[i].stub, trapno, 0);

		attempt_load();
		attempt(list[i].stub);
		judge(list[i].text, i, &fault, &executed);
	}
}

static void caches(void)
{
	static const struct instruction list[] = { CACHES(LIST_STUB) };

	each_faults_or_executes(list, ARRAY_SIZE(list), X86_TRAP_GP);
}

static void code32_alone(void)
{
	static const struct instruction list[] = { CODE32_ALONE(LIST_STUB) };

	each_faults_or_executes(list, ARRAY_SIZE(list), X86_TRAP_UD);
}

static void privileged(void)
{
	static const struct instruction list[] = { PRIVILEGED(LIST_STUB) };

	each_faults(list, ARRAY_SIZE(list), X86_TRAP_GP, NO_TRAP);
}

static void undefined(void)
{
	static const struct instruction list[] = { UNDEFINED(LIST_STUB) };

	each_faults(list, ARRAY_SIZE(list), X86_TRAP_UD, X86_TRAP_GP);
}

static void xsave(void)
{
	static const struct instruction list[] = { XSAVE(LIST_STUB) };

	each_faults(list, ARRAY_SIZE(list),
		    cpu_identity()->osxsave ? X86_TRAP_GP : X86_TRAP_UD,
		    NO_TRAP);
}

static void umip(void)
{
	static const struct instruction list[] = { UMIP(LIST_STUB) };

	if (cpu_identity()->umip)
		each_faults(list, ARRAY_SIZE(list), X86_TRAP_GP, NO_TRAP);
	else
		row_skip("no UMIP on this CPU: ring 3 may execute them");
}

/* Tries one instruction; departs: the outcome on a CPU that departs. */
static void one(attempt_stub *stub, const char *text,
		const struct outcome *expected,
		const struct outcome *departure)
{
	attempt_load();
	attempt(stub);
	judge(text, 0, expected, departure);
}

static void sysexit(void)
{
	u64 trapno = cpu_identity()->amd ? X86_TRAP_UD : X86_TRAP_GP;
	static const struct instruction list[] = {
		{ try_sysexitl, "sysexitl" }, { try_sysexitq, "sysexitq" }
	};

	each_faults(list, ARRAY_SIZE(list), trapno, NO_TRAP);
}

static void rdpmc(void)
{
	struct outcome fault = fault_at(try_rdpmc, X86_TRAP_GP, 0);

	one(try_rdpmc, "rdpmc", &fault, NULL);
}

static void invpcid(void)
{
	struct outcome fault =
		fault_at(try_invpcid,
			 cpu_identity()->invpcid ? X86_TRAP_GP : X86_TRAP_UD,
			 0);
	struct outcome undefined_there =
		fault_at(try_invpcid, X86_TRAP_UD, 0);

	one(try_invpcid, "invpcid", &fault, &undefined_there);
}

/* These are traps, so rip is the byte after the instruction. */
static void breakpoints(void)
{
	struct outcome trap = { .trapno = X86_TRAP_DB,
				.ip = STUB_AT(try_icebp) + 1 };
	struct outcome fault = fault_at(try_icebp, X86_TRAP_UD, 0);

	one(try_icebp, "icebp", &trap, &fault);
	trap = (struct outcome){ .trapno = X86_TRAP_BP,
				 .ip = STUB_AT(try_int3) + 1 };
	one(try_int3, "int3", &trap, NULL);
}

static void locked_gates(void)
{
	struct outcome fault = fault_at(try_lock_syscall, X86_TRAP_UD, 0);
	struct outcome call = no_trap();

	one(try_lock_syscall, "lock syscall", &fault, &call);
	fault = fault_at(try_lock_int80, X86_TRAP_UD, 0);
	one(try_lock_int80, "lock int 0x80", &fault, &call);
}

static void divide(void)
{
	struct outcome fault = fault_at(try_divide, X86_TRAP_DE, 0);

	attempt_load();
	cross_in.word[STATE_DX] = 0;
	attempt(try_divide);
	judge("div", 0, &fault, NULL);
}

static void misaligned(void)
{
	struct outcome fault = fault_at(try_misaligned, X86_TRAP_AC, 0);
	struct outcome unchecked = no_trap();

	attempt_load();
	cross_in.word[STATE_FLAGS] |= X86_EFLAGS_AC;
	attempt(try_misaligned);
	judge("mov", 1, &fault, &unchecked);
}

/* The handler's frame has ring 3's flags; ring 0 must run without them. */
static void flags(void)
{
	static const u64 set[] = { X86_EFLAGS_DF, X86_EFLAGS_NT,
				   X86_EFLAGS_AC, USER_FLAGS };
	struct outcome fault = fault_at(try_ud2, X86_TRAP_UD, 0);

	for (size_t i = 0; i < ARRAY_SIZE(set); i++) {
		attempt_load();
		cross_in.word[STATE_FLAGS] |= set[i];
		attempt(try_ud2);
		judge("ud2", set[i], &fault, NULL);
		judge_that((caught.flags & USER_FLAGS) == set[i],
			   "the flags of its frame", caught.flags);
	}
}

static const struct row rows[] = {
	{ "every privileged instruction is #GP(0)", privileged, NULL },
	{ "invd and wbinvd are #GP(0)", caches,
	  "invd and wbinvd execute at CPL 3" },
	{ "sysexit is #GP(0), on AMD #UD", sysexit, NULL },
	{ "sgdt, sidt, sldt, str, smsw: #GP(0) by UMIP", umip, NULL },
	{ "rdpmc is #GP(0)", rdpmc, NULL },
	{ "invpcid is #GP(0), or #UD where there is none", invpcid,
	  "invpcid is #UD although CPUID has it" },
	{ "what 64-bit ring 3 does not have is #UD", undefined,
	  "#GP(0), by CPL, comes before #UD" },
	{ "xsetbv, xgetbv, xsave, xrstor: #GP(0), or #UD without XSAVE", xsave,
	  NULL },
	{ "into and aam are #UD in 64-bit code", code32_alone,
	  "into and aam execute in 64-bit code" },
	{ "int3 and icebp are traps: rip is the next one's", breakpoints,
	  "there is no icebp: #UD" },
	{ "a gate with a LOCK prefix is #UD", locked_gates,
	  "the LOCK prefix of syscall or int is ignored" },
	{ "div by 0 is #DE", divide, NULL },
	{ "a fault with DF, NT and AC set is like any other", flags, NULL },
	{ "a misaligned load with AC is #AC(0)", misaligned,
	  "no #AC for a misaligned load with CR0.AM and AC" },
};

const struct group privileged_group = { "privileged", rows, ARRAY_SIZE(rows) };
