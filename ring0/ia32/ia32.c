/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module that a 32-bit program loads: it tells the core what it can do.
 * Control comes in by the hooks of task/ia32.h and by rows of the i386 table.
 */

#include "ia32/elf32.h"
#include "ia32/rows.h"
#include "ia32/signal_frame.h"
#include "ia32/tls.h"
#include "ia32/vdso.h"
#include "ia32/x32.h"
#include "log/ktap.h"
#include "segment.h"
#include "sys/unknown.h"
#include "task/ia32.h"

void ia32_init(void);
void ia32_run(void);

#define IA32_PAGE_OFFSET 0xffffe000 /* Linux's: where ring 3's 32 bits end */

/* The addresses as Linux has them, with 8 bits of pages above. */
static const struct exec_format i386 = {
	.personality = PERSONALITY_I386,
	.cs = SEL_USER_CODE32,
	.word = sizeof(u32),
	.program_header = sizeof(Elf32_Phdr),
	.task_size = IA32_PAGE_OFFSET,
	.program_base = 0x56555000,
	.interpreter_base = 0xf7e00000,
	.random_pages = 1 << 8,
	.platform = "i686",
	.open = elf32_open_i386,
	.frame_size_max = frame_32_size_max,
	.map_vdso = vdso32_map,
};

static const struct exec_format x32 = {
	.personality = PERSONALITY_X32,
	.cs = SEL_USER_CODE,
	.word = sizeof(u32),
	.program_header = sizeof(Elf32_Phdr),
	.task_size = IA32_PAGE_OFFSET,
	.program_base = 0x56555000,
	.interpreter_base = 0xf7e00000,
	.random_pages = 1 << 8,
	.platform = "x86_64",
	.open = elf32_open_x32,
	.frame_size_max = signal_frame_size_max,
};

/* Of another machine: nothing of it is looked at but which one. */
static const struct exec_format none = {
	.task_size = IA32_PAGE_OFFSET,
	.random_pages = 1,
	.open = elf32_open_none,
};

static const struct exec_format *format(const struct file *file)
{
	const Elf32_Ehdr *header = (const void *)file->data;

	if (header->e_ident[EI_CLASS] != ELFCLASS32)
		return &none;
	if (header->e_machine == EM_386)
		return &i386;
	return header->e_machine == EM_X86_64 ? &x32 : &none;
}

/* As names of 64-bit code's calls in sys/unknown.c. */
static const char names[] =
#include "linux_names_32.h"
	;

static const char *call_name(u32 number)
{
	return call_name_in(names, sizeof(names), number);
}

static void enter(const struct task *task)
{
	tls_enter(task);
	vdso32_enter(task);
}

void ia32_init(void)
{
	static const struct ia32_hooks hooks = {
		.format = format,
		.call_name = call_name,
		.enter = enter,
		.set_tls = tls_of_thread,
		.push_frame = frame_32_push,
		.map_vdso = vdso32_map_current,
	};

	rows_add();
	x32_add();
	ia32_hooks_set(&hooks);
}

/* init=ia32: the module is no program, and says so. */
void ia32_run(void)
{
	ktap_result(false, "ia32 # cannot run: it is no program; 32-bit "
			   "programs load it");
}
