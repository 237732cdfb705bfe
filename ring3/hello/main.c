/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hello shows what a program gets and may ask for: the stack that it starts
 * with, and Linux's calls. A new program can begin as a copy of it: it prints
 * KTAP, a row a fact, and returns 0 if all rows are ok.
 */
#include <asm/prctl.h>
#include <elf.h>
#include "layout.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/string.h"

#define ROWS 8
#define SENTINEL 0x0123456789abcdef

extern void _start(void);
int main(int argc, char **argv, char **envp, const Elf64_auxv_t *auxv);

static void check_arguments(int argc, char **argv, char **envp)
{
	for (int i = 0; i < argc; i++)
		print("# argv[%d] = \"%s\"\n", i, argv[i]);
	for (int i = 0; envp[i]; i++)
		print("# envp[%d] = \"%s\"\n", i, envp[i]);
	ktap_row(argc > 0 && !argv[argc], "argv holds argc strings, then NULL");
}

static void check_auxv(const Elf64_auxv_t *auxv)
{
	u64 page_size = 0, entry = 0;

	for (; auxv->a_type != AT_NULL; auxv++) {
		print("# auxv: type %lu = 0x%lx\n", auxv->a_type,
		      auxv->a_un.a_val);
		if (auxv->a_type == AT_PAGESZ)
			page_size = auxv->a_un.a_val;
		if (auxv->a_type == AT_ENTRY)
			entry = auxv->a_un.a_val;
	}
	ktap_row(page_size == PAGE_SIZE && entry == (u64)_start,
		 "auxv: AT_PAGESZ and AT_ENTRY are right");
}

static void check_uname(void)
{
	struct new_utsname name = { 0 };
	long error = sys_uname(&name);

	print("# uname: %s %s %s %s\n", name.sysname, name.release,
	      name.version, name.machine);
	ktap_row(!error && !strcmp(name.machine, "x86_64"), "uname");
}

static u64 first_of_fs(void)
{
	u64 value;

	asm volatile("mov %%fs:0, %0" : "=r"(value) : : "memory");
	return value;
}

static u64 first_of_gs(void)
{
	u64 value;

	asm volatile("mov %%gs:0, %0" : "=r"(value) : : "memory");
	return value;
}

static void check_base(const char *name, int set, int get, u64 (*first)(void))
{
	static u64 there;
	u64 base = 0;
	long error = sys_arch_prctl(set, (u64)&there);

	if (!error)
		error = sys_arch_prctl(get, (u64)&base);
	if (error)
		print("# arch_prctl: %ld\n", error);
	there = SENTINEL ^ set;
	ktap_row(!error && base == (u64)&there && first() == there, name);
}

static void check_writev(void)
{
	static char text[] = "# writev: one line, out of three pieces\n";
	const struct iovec pieces[] = {
		{ text, 10 },
		{ text + 10, 10 },
		{ text + 20, sizeof(text) - 1 - 20 },
	};
	long written = sys_writev(STDOUT, pieces, ARRAY_SIZE(pieces));

	ktap_row(written == sizeof(text) - 1, "writev returns the sum");
}

int main(int argc, char **argv, char **envp, const Elf64_auxv_t *auxv)
{
	ktap_plan(ROWS);
	check_arguments(argc, argv, envp);
	check_auxv(auxv);
	check_uname();
	ktap_row(sys_getpid() > 0, "getpid");
	check_base("arch_prctl: FS points where it was set to", ARCH_SET_FS,
		   ARCH_GET_FS, first_of_fs);
	check_base("arch_prctl: GS points where it was set to", ARCH_SET_GS,
		   ARCH_GET_GS, first_of_gs);
	check_writev();
	ktap_row(sys_sched_yield() == 0, "sched_yield");
	return ktap_end();
}
