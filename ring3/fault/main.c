/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fault:KIND prints what it is going to do, and does one thing that a program
 * must not do. Most kinds make ring 0 end the program with a report, and run
 * the next one. Ring 0 refuses the others, and the program exits with 0. It
 * exits with 1 if ring 0 stopped nothing.
 */
#include <asm/errno.h>
#include <asm/processor-flags.h>
#include <linux/mman.h>
#include "layout.h"
#include "ring3/lib/number.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/string.h"

#define NONCANONICAL (1ul << 63) /* with 4 levels and with 5 */
#define UNMAPPED 0x10000ul	 /* below every program */
#define NO_SUCH_KIND 2		 /* the exit status */
#define RET_OPCODE 0xc3
#define POST_PORT 0x80

int main(int argc, char **argv);

/* Returns true if ring 0 refused it, as it should. */
typedef bool fault_kind(u64 argument);

static bool jump(u64 address)
{
	asm volatile("jmp *%0" : : "r"(address));
	return false;
}

static bool store(u64 address)
{
	*(volatile u8 *)address = RET_OPCODE;
	return false;
}

static bool load(u64 address)
{
	print("# it holds 0x%x\n", *(volatile u8 *)address);
	return false;
}

static bool write_text(u64 argument)
{
	(void)argument;
	return store((u64)main);
}

static bool execute_stack(u64 argument)
{
	volatile u8 code = RET_OPCODE;

	(void)argument;
	asm volatile("call *%0" : : "r"(&code) : "memory");
	return false;
}

static bool exhaust_stack(u64 argument)
{
	asm volatile("1: push %0; jmp 1b" : : "r"(argument) : "memory");
	return false;
}

static bool ud2(u64 argument)
{
	(void)argument;
	asm volatile("ud2");
	return false;
}

static bool hlt(u64 argument)
{
	(void)argument;
	asm volatile("hlt");
	return false;
}

static bool int3(u64 argument)
{
	(void)argument;
	asm volatile("int3");
	return false;
}

static bool divide(u64 divisor)
{
	u64 quotient = 1, remainder = 0;

	asm volatile("divq %2"
		     : "+a"(quotient), "+d"(remainder)
		     : "r"(divisor));
	return false;
}

static bool port_in(u64 port)
{
	u8 value;

	asm volatile("inb %w1, %0" : "=a"(value) : "d"(port));
	return false;
}

static bool port_out(u64 port)
{
	asm volatile("outb %b0, %w1" : : "a"(0), "d"(port));
	return false;
}

static bool step(u64 flags)
{
	asm volatile("push %0; popfq; nop" : : "r"(flags) : "memory", "cc");
	return false;
}

/* SYSENTER from a caller that names no address to return to. */
static bool lose_way(u64 address)
{
	asm volatile("sysenter"
		     :
		     : "a"(__NR_getpid), "d"(address), "c"(address));
	return false;
}

static bool refused(const char *what, long result, long expected)
{
	print("# %s: %ld, expected %ld\n", what, result, expected);
	return result == expected;
}

static bool bad_call(u64 argument)
{
	static const u64 numbers[] = { -1ul, 1ul << 31 };
	bool ok = true;

	(void)argument;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		print("# call 0x%lx\n", numbers[i]);
		ok &= refused("by syscall",
			      call_syscall(numbers[i], 0, 0, 0, 0, 0, 0),
			      -ENOSYS);
		ok &= refused("by int 0x80",
			      call_int80(numbers[i], 0, 0, 0, 0, 0, 0),
			      -ENOSYS);
	}
	return ok;
}

static bool bad_pointer(u64 argument)
{
	static const u64 pointers[] = {
		0, UNMAPPED, NONCANONICAL, DIRECT_MAP, RING0_LINK, -1ul,
	};
	bool ok = true;

	(void)argument;
	for (size_t i = 0; i < ARRAY_SIZE(pointers); i++) {
		print("# write from 0x%lx\n", pointers[i]);
		ok &= refused("write",
			      sys_write(STDOUT, (void *)pointers[i], PAGE_SIZE),
			      -EFAULT);
	}
	return ok;
}

static bool selftest_at(u64 what, u64 address)
{
	long result = sys_selftest(what, address);

	print("# selftest: %ld%s\n", result,
	      result == -EPERM ? ", the boot option selftest=on allows it" :
				 "");
	return what == SELFTEST_IRQS_OFF && result >= 0;
}

/* These break ring 0, if selftest=on allows it. Only irqs-off returns. */
static bool selftest(u64 what)
{
	static u64 mine;

	return selftest_at(what, (u64)&mine);
}

/* The page has all rights in ring 3, so that only SMEP can stop ring 0. */
static bool selftest_code(u64 what)
{
	long page = sys_mmap(0, PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
			     MAP_PRIVATE | MAP_ANONYMOUS);

	if (page < 0)
		return refused("mmap", page, 0);
	store(page);
	return selftest_at(what, page);
}

/* selftest() makes ring 0 fail in its next exception, which is UD2's. */
static bool selftest_then_ud2(u64 what)
{
	return selftest(what) || ud2(0);
}

static const struct kind {
	const char *name;
	fault_kind *function;
	u64 argument;
	const char *what;
} kinds[] = {
	{ "null", jump, 0, "jumps to address 0" },
	{ "noncanonical", jump, NONCANONICAL,
	  "jumps to a non-canonical address" },
	{ "jumpkernel", jump, RING0_LINK, "jumps into ring 0's code" },
	{ "poke", store, RING0_LINK, "writes ring 0's memory" },
	{ "directmap", load, DIRECT_MAP, "reads ring 0's direct map" },
	{ "wtext", write_text, 0, "writes its own code" },
	{ "nxstack", execute_stack, 0, "executes its stack" },
	{ "stack", exhaust_stack, 0, "exhausts its stack" },
	{ "hlt", hlt, 0, "executes hlt, which only ring 0 may" },
	{ "in", port_in, POST_PORT, "reads an I/O port" },
	{ "out", port_out, POST_PORT, "writes an I/O port" },
	{ "ud2", ud2, 0, "executes ud2" },
	{ "div0", divide, 0, "divides by 0" },
	{ "int3", int3, 0, "executes int3" },
	{ "tf", step, X86_EFLAGS_TF, "sets TF, and catches no SIGTRAP" },
	{ "lost", lose_way, NONCANONICAL,
	  "executes sysenter, to return to a non-canonical rip and rsp" },
	{ "badcall", bad_call, 0, "makes calls that do not exist" },
	{ "badptr", bad_pointer, 0, "asks write for data it may not read" },
	{ "oops-null", selftest, SELFTEST_NULL, "has ring 0 read address 0" },
	{ "oops-ud2", selftest, SELFTEST_UD2, "has ring 0 execute ud2" },
	{ "oops-stack", selftest, SELFTEST_STACK,
	  "has ring 0 overflow its stack" },
	{ "oops-rsp", selftest, SELFTEST_BAD_STACK,
	  "has ring 0 push to a non-canonical rsp" },
	{ "oops-rsp-gs", selftest, SELFTEST_BAD_STACK_GS,
	  "has ring 0 do so with ring 3's GS base" },
	{ "oops-text", selftest, SELFTEST_WRITE_TEXT,
	  "has ring 0 write its own code" },
	{ "oops-gate", selftest, SELFTEST_WRITE_GATE,
	  "has ring 0 write a gate of its own" },
	{ "oops-smap", selftest, SELFTEST_USER_ACCESS,
	  "has ring 0 read ring 3's memory unguarded" },
	{ "oops-smep", selftest_code, SELFTEST_USER_EXECUTE,
	  "has ring 0 execute ring 3's memory" },
	{ "oops-copy", selftest, SELFTEST_COPY_ACCESS,
	  "has ring 0 read ring 3's memory after copies of it" },
	{ "oops-word", selftest, SELFTEST_WORD_ACCESS,
	  "has ring 0 read ring 3's memory after a word that was not there" },
	{ "oops-frame", selftest, SELFTEST_BAD_FRAME,
	  "has ring 0 fail with a frame pointer to nowhere" },
	{ "oops-gs", selftest, SELFTEST_SWAPGS,
	  "has ring 0 execute ud2 with ring 3's GS base" },
	{ "oops-again", selftest, SELFTEST_AGAIN,
	  "has ring 0 fail, and fail again while it reports that" },
	{ "oops-ring3", selftest_then_ud2, SELFTEST_BREAK,
	  "has ring 0 fail while it handles an exception of ring 3's" },
	{ "irqs-off", selftest, SELFTEST_IRQS_OFF,
	  "makes a call that comes back with interrupts off" },
};

static int usage(void)
{
	print("# fault:KIND or fault:exit:STATUS, where KIND is one of\n");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		print("#   %-13s %s\n", kinds[i].name, kinds[i].what);
	return NO_SUCH_KIND;
}

int main(int argc, char **argv)
{
	const struct kind *kind = kinds;

	if (argc == 3 && !strcmp(argv[1], "exit")) {
		print("# fault: exits with status %s\n", argv[2]);
		return number(argv[2]);
	}
	if (argc != 2)
		return usage();
	while (strcmp(kind->name, argv[1]))
		if (++kind == kinds + ARRAY_SIZE(kinds))
			return usage();
	print("# fault: %s\n", kind->what);
	if (kind->function(kind->argument))
		return 0;
	print("# fault: that was not stopped, or not as it should be\n");
	return 1;
}
