/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of ring 3 that no other row raises, by x87, SSE and BOUND, and the
 * privileged instructions in 32-bit code.
 */
#include "hostile.h"
#include "segment.h"

/* The initial control words, but with "divide by zero" unmasked. */
static const u16 x87_control = 0x37f & ~(1 << 2);
static const u32 sse_control = 0x1f80 & ~(1 << 9);

/* An x87 error is raised by the next x87 instruction that waits (FWAIT). */
ATTEMPT_STUB(try_x87, "fninit\n"
		      "fldcw (%rbx)\n"
		      "fld1\n"
		      "fldz\n"
		      "fdivrp\n"
		      "try_x87_at: fwait");
ATTEMPT_STUB(try_sse, "ldmxcsr (%rbx)\n"
		      "cvtsi2ss %ebx, %xmm0\n"
		      "xorps %xmm1, %xmm1\n"
		      "try_sse_at: divss %xmm1, %xmm0");
extern const u8 try_x87_at[], try_sse_at[];

static void x87(void)
{
	struct outcome fault = { .trapno = X86_TRAP_MF,
				 .ip = (u64)try_x87_at };

	attempt_load();
	cross_in.word[STATE_BX] = (u64)&x87_control;
	attempt(try_x87);
	judge("fdivrp", 0, &fault, NULL);
	asm volatile("fninit");
}

static void sse(void)
{
	static const u32 initial = 0x1f80;
	struct outcome fault = { .trapno = X86_TRAP_XF,
				 .ip = (u64)try_sse_at };
	struct outcome none = no_trap();

	attempt_load();
	cross_in.word[STATE_BX] = (u64)&sse_control;
	attempt(try_sse);
	judge("divss", 0, &fault, &none);
	asm volatile("ldmxcsr %0" : : "m"(initial));
}

/* These raise #GP(0) at CPL 3. Their memory is in SS, since DS is null. */
#define PRIVILEGED_32(m)                                               \
	m(hlt, "hlt") m(cli, "cli") m(sti, "sti")                      \
	m(in, "inb %dx, %al") m(out, "outb %al, %dx")                  \
	m(lgdt, "lgdt (%esp)") m(lidt, "lidt (%esp)")                  \
	m(lldt, "lldt %ax") m(ltr, "ltr %ax")                          \
	m(clts, "clts") m(lmsw, "lmsw %ax")                            \
	m(write_cr0, "mov %eax, %cr0") m(read_cr0, "mov %cr0, %eax")   \
	m(write_cr3, "mov %eax, %cr3") m(read_cr3, "mov %cr3, %eax")   \
	m(write_cr4, "mov %eax, %cr4") m(read_cr4, "mov %cr4, %eax")   \
	m(write_dr7, "mov %eax, %dr7") m(read_dr7, "mov %dr7, %eax")   \
	m(invlpg, "invlpg (%esp)")                                     \
	m(rdmsr, "rdmsr") m(wrmsr, "wrmsr") m(rdpmc, "rdpmc")

/* Both bounds are 0, and eax is not, so BOUND raises #BR. */
static const u32 bounds[2];

#define CODE_32(name, text)                \
	asm(".pushsection .text.attempt\n" \
	    ".code32\n"                    \
	    "code32_" #name ": " text "\n" \
	    "jmp from_code32\n"            \
	    ".code64\n"                    \
	    ".popsection");                \
	extern const u8 code32_##name[];
#define LIST_32(name, text) { code32_##name, text },
PRIVILEGED_32(CODE_32)
CODE_32(invd, "invd")
CODE_32(wbinvd, "wbinvd")
CODE_32(bound, "bound %eax, %ss:(%ebx)")

static void judge_32(const u8 *code, const char *what, u64 trapno,
		     const struct outcome *departure)
{
	struct outcome fault = { .trapno = trapno, .ip = (u64)code };

	attempt_load();
	cross_in.word[STATE_BX] = (u64)bounds;
	attempt_compat(code);
	judge(what, 0, &fault, departure);
	if (caught.count)
		judge_that(caught.cs == SEL_USER_CODE32, "cs", caught.cs);
}

static void bound(void)
{
	judge_32(code32_bound, "bound", X86_TRAP_BR, NULL);
}

static void caches_32(void)
{
	struct outcome executed = no_trap();

	judge_32(code32_invd, "invd", X86_TRAP_GP, &executed);
	judge_32(code32_wbinvd, "wbinvd", X86_TRAP_GP, &executed);
}

static void privileged_32(void)
{
	static const struct {
		const u8 *code;
		const char *text;
	} list[] = { PRIVILEGED_32(LIST_32) };

	for (size_t i = 0; i < ARRAY_SIZE(list); i++)
		judge_32(list[i].code, list[i].text, X86_TRAP_GP, NULL);
}

static const struct row rows[] = {
	{ "an x87 error is #MF, at the next instruction that waits", x87,
	  NULL },
	{ "an SSE error is #XM", sse, "no #XM for an SSE error" },
	{ "bound, from 32-bit code, is #BR", bound, NULL },
	{ "every privileged instruction from 32-bit code is #GP(0)",
	  privileged_32, NULL },
	{ "invd and wbinvd from 32-bit code are #GP(0)", caches_32,
	  "invd and wbinvd execute at CPL 3" },
};

const struct group exception_group = { "exceptions", rows, ARRAY_SIZE(rows) };
