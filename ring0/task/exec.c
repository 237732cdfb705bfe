/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program loader: from an ELF file in the initramfs to pages, rights, and
 * a stack. The file may be hostile; lib/elf_image.c looks at it first.
 */

#include "task/exec.h"
#include "cpu/percpu.h"
#include "lib/printf.h"
#include "lib/random.h"
#include "lib/string.h"
#include "mm/read_only.h"
#include "task/ia32.h"
#include "task/signal_frame.h"

#define LOWEST PAGE_SIZE /* address 0 stays unmapped */
#define MAX_MEMORY (64ull << 20)

/* Two thirds up the address space, as Linux; and 28 bits of pages above. */
static const struct exec_format native = {
	.personality = PERSONALITY_X86_64,
	.cs = SEL_USER_CODE,
	.word = sizeof(u64),
	.program_header = sizeof(Elf64_Phdr),
	.program_base = 0x555555554000,
	.interpreter_base = 0x7e0000000000,
	.random_pages = 1ull << 28,
	.platform = "x86_64",
	.open = elf_open,
	.frame_size_max = signal_frame_size_max,
};

exec_map_vdso *exec_map_vdso_64 RO_AFTER_INIT;

/* What open() said, as one text for the log. */
static const char *refusal(struct elf_error error)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s, at byte %lu of the file", error.what,
		 error.offset);
	return text;
}

static u64 random_base(const struct exec_format *format, u64 lowest)
{
	return lowest + random_u64() % format->random_pages * PAGE_SIZE;
}

/* Maps a file's segments, those of an ET_DYN file moved by bias. */
static const char *load_image(struct mm *mm, const struct file *file, u64 bias,
			      const struct exec_start *start,
			      struct elf_image *image)
{
	const struct elf_limits limits = {
		.low = LOWEST,
		.high = start->task_size - STACK_GAP - PAGE_SIZE -
			USER_STACK_LIMIT - STACK_GUARD_GAP,
		.max_memory = MAX_MEMORY,
		.bias = bias,
	};
	struct elf_error refused =
		start->format->open(image, file->data, file->size, &limits);

	return refused.what ? refusal(refused) : exec_map_image(mm, image);
}

/* The heap stays the program's: where its own segments end. */
static const char *load_interpreter(struct mm *mm, exec_find *find,
				    const char *name, size_t length,
				    const struct exec_start *start,
				    struct elf_image *image)
{
	static char text[192], path[64];
	u64 brk = mm->brk_start;
	u64 bias = random_base(start->format, start->format->interpreter_base);
	struct file file;
	const char *error;

	snprintf(path, sizeof(path), "%.*s", (int)(length < 64 ? length : 64),
		 name);
	if (find(path, &file))
		error = load_image(mm, &file, bias, start, image);
	else
		error = "it is not in the initramfs";
	mm->brk_start = mm->brk = brk;
	if (!error)
		return NULL;
	snprintf(text, sizeof(text), "a dynamic executable, and of %s: %s",
		 path, error);
	return text;
}

/* The class and the machine; both kinds of ELF files have them there. */
bool exec_is_native(const struct file *file)
{
	const elf_header *header = (const void *)file->data;

	return file->size < offsetof(Elf64_Ehdr, e_version) ||
	       memcmp(header->e_ident, ELFMAG, SELFMAG) ||
	       (header->e_ident[EI_CLASS] == ELFCLASS64 &&
		header->e_machine == EM_X86_64);
}

static void choose_format(const struct file *file, struct exec_start *start)
{
	start->format = &native;
	if (!exec_is_native(file) && ia32_hooks.format)
		start->format = ia32_hooks.format(file);
	start->task_size = start->format->task_size;
	if (!start->task_size)
		start->task_size = this_cpu->task_size;
}

const char *exec_load(struct mm *mm, const struct file *file, exec_find *find,
		      const char *const argv[], struct exec_start *start)
{
	struct elf_image image, interpreter = { .header = NULL };
	exec_map_vdso *map_vdso;
	const char *error, *name;
	size_t length;

	choose_format(file, start);
	error = load_image(mm, file,
			   random_base(start->format,
				       start->format->program_base),
			   start, &image);
	if (error)
		return error;
	start->entry = image.header->e_entry + image.bias;
	name = elf_interpreter(&image, &length);
	if (name) {
		error = load_interpreter(mm, find, name, length, start,
					 &interpreter);
		if (error)
			return error;
		start->entry = interpreter.header->e_entry + interpreter.bias;
	}
	map_vdso = start->format == &native ? exec_map_vdso_64 :
					      start->format->map_vdso;
	if (map_vdso) {
		error = map_vdso(mm, start);
		if (error)
			return error;
	}
	return exec_load_stack(mm, &image, interpreter.bias, argv, start);
}
