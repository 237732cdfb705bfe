/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program finds at its first instruction: registers, selectors, flags,
 * and on its stack what does not differ from machine to machine. No libc,
 * and none of its headers, which for i386 are in a package of their own.
 */

/* linux/auxvec.h. */
enum {
	AT_NULL,
	AT_PHDR = 3,
	AT_PHENT,
	AT_PHNUM,
	AT_PAGESZ,
	AT_BASE,
	AT_FLAGS,
	AT_ENTRY,
	AT_PLATFORM = 15,
	AT_CLKTCK = 17,
	AT_SECURE = 23,
};

struct auxv {
	unsigned type, value;
};

/* PUSHAL stores edi, esi, ebp, esp, ebx, edx, ecx, eax upwards. */
asm(".globl _start\n"
    "_start:\n"
    "	pushfl\n"
    "	pushl	%gs\n"
    "	pushl	%fs\n"
    "	pushl	%es\n"
    "	pushl	%ds\n"
    "	pushl	%ss\n"
    "	pushl	%cs\n"
    "	pushal\n"
    "	movl	%esp, %eax\n"
    "	andl	$-16, %esp\n"
    "	subl	$12, %esp\n"
    "	pushl	%eax\n"
    "	call	report\n");

static long call(long number, long first, long second, long third)
{
	long result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(number), "b"(first), "c"(second), "d"(third)
		     : "memory");
	return result;
}

static void say(const char *text)
{
	const char *end = text;

	while (*end)
		end++;
	call(4, 1, (long)text, end - text);
}

static void show(const char *name, unsigned value)
{
	char digits[] = " 00000000\n";
	int i;

	for (i = 8; i; i--, value >>= 4)
		digits[i] = "0123456789abcdef"[value & 15];
	say(name);
	say(digits);
}

static void show_auxv(const struct auxv *auxv)
{
	for (; auxv->type != AT_NULL; auxv++)
		switch (auxv->type) {
		case AT_PHDR:
		case AT_PHENT:
		case AT_PHNUM:
		case AT_PAGESZ:
		case AT_CLKTCK:
		case AT_BASE:
		case AT_FLAGS:
		case AT_ENTRY:
		case AT_SECURE:
			show("auxv", auxv->type);
			show("    ", auxv->value);
			break;
		case AT_PLATFORM:
			say((const char *)auxv->value);
			say("\n");
			break;
		}
}

/* words: the registers that _start has pushed, and the stack above them. */
__attribute__((noreturn, used)) void report(const unsigned *words)
{
	static const char *const names[] = {
		"edi", "esi", "ebp", 0, "ebx", "edx", "ecx", "eax",
		"cs", "ss", "ds", "es", "fs", "gs", "flags",
	};
	const unsigned *stack = words + 15;
	unsigned i;

	for (i = 0; i < 15; i++)
		if (names[i])
			show(names[i], words[i]);
	show("esp mod 16", (unsigned)stack % 16);
	show("argc", *stack);
	for (stack++; *stack; stack++)
		;
	for (stack++; *stack; stack++)
		;
	show_auxv((const void *)(stack + 1));
	call(1, 0, 0, 0);
	__builtin_unreachable();
}
