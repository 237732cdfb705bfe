/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * start:two:three, or start:count:2:3:4 and so on, tests the state in which a
 * program starts, against the System V ABI ("Process Initialization") and
 * Linux: registers, stack, arguments, environment and the auxiliary vector.
 */
#include <asm/processor-flags.h>
#include "ring3/lib/caught.h"
#include "start.h"
#include "segment.h"
#include "lib/printf.h"
#include "lib/string.h"

#define ROWS (7 + AUXV_ROWS + STACK_ROWS)
#define RDX 2

int main(int argc, char **argv, char **envp, const Elf64_auxv_t *auxv);

static void check_registers(void)
{
	u64 others = 0;
	unsigned int i;

	for (i = 0; i < START_REGISTERS; i++) {
		if (start_state[i])
			print("# register %u = 0x%lx\n", i, start_state[i]);
		if (i != RDX)
			others |= start_state[i];
	}
	ktap_row(!start_state[RDX], "rdx is 0: there is nothing to register "
				    "with atexit");
	ktap_row(!others, "all other registers but rsp are 0");
	if (start_state[i] != (X86_EFLAGS_FIXED | X86_EFLAGS_IF))
		print("# rflags = 0x%lx\n", start_state[i]);
	ktap_row(start_state[i] == (X86_EFLAGS_FIXED | X86_EFLAGS_IF),
		 "rflags: IF, and no other flag");
}

static void check_selectors(void)
{
	u32 cs, ss, ds, es, fs, gs;

	asm("movl %%cs, %0\n movl %%ss, %1\n movl %%ds, %2\n"
	    "movl %%es, %3\n movl %%fs, %4\n movl %%gs, %5"
	    : "=r"(cs), "=r"(ss), "=r"(ds), "=r"(es), "=r"(fs), "=r"(gs));
	ktap_row(cs == SEL_USER_CODE && ss == SEL_USER_DATA &&
		 !(ds | es | fs | gs), "cs and ss are ring 3's, the others "
				       "null");
}

/* After "count" each argument must be its own index, however many there are. */
static bool arguments_count(char **argv, int argc)
{
	char number[16];

	for (int i = 2; i < argc; i++) {
		snprintf(number, sizeof(number), "%d", i);
		if (strcmp(argv[i], number)) {
			print("# argv[%d] is %s\n", i, argv[i]);
			return false;
		}
		if (argv[i] != argv[i - 1] + strlen(argv[i - 1]) + 1)
			return false; /* Linux's strings follow each other */
	}
	print("# %d arguments\n", argc);
	return !argv[argc];
}

/* argv must be "start", and then each argument of the option init=. */
static bool arguments_are(char **argv, int argc)
{
	static const char *const expected[] = { "start", "two", "three" };

	if (argc > 1 && !strcmp(argv[1], "count"))
		return arguments_count(argv, argc);
	if (argc != ARRAY_SIZE(expected) || argv[argc])
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++)
		if (strcmp(argv[i], expected[i]))
			return false;
	return true;
}

int main(int argc, char **argv, char **envp, const Elf64_auxv_t *auxv)
{
	ktap_plan(ROWS);
	catch_faults();
	check_registers();
	check_selectors();
	ktap_row(start_sp % 16 == 0 && *(u64 *)start_sp == (u64)argc,
		 "rsp is a multiple of 16, and argc is there");
	ktap_row(arguments_are(argv, argc),
		 "argv is what init= says, and NULL");
	ktap_row(!strcmp(envp[0], "HOME=/") && !strcmp(envp[1], "TERM=linux") &&
		 !envp[2], "envp is HOME=/, TERM=linux, NULL");
	check_auxv(auxv, argv[0]);
	check_stack();
	return ktap_end();
}
