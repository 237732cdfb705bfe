/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the programs that init= names, one after the other. Each is one result,
 * which depends on how the program ends.
 */

#include "boot/programs.h"
#include "log/console.h"
#include "boot/initramfs.h"
#include "boot/machine_page.h"
#include "log/ktap.h"
#include "boot/module.h"
#include "lib/printf.h"
#include "log/settings.h"
#include "mm/read_only.h"
#include "task/exec.h"
#include "task/fault_signal.h"
#include "lib/string.h"
#include "task/task.h"

/* Splits "NAME:ARG:ARG" in place. A NULL ends argv. */
static void split(char *text, char *argv[])
{
	u64 count = 0;

	while (text) {
		argv[count++] = text;
		while (*text && *text != ':')
			text++;
		if (*text)
			*text++ = '\0';
		else
			text = NULL;
	}
	argv[count] = NULL;
}

/* Decodes "%20" and the like in place: what init= gives a meaning, or none. */
static void decode(char *text)
{
	char *to = text;
	char number[] = "0x00";
	struct option digits = { .value = number, .value_length = 4 };
	u64 byte;

	for (; *text; text++, to++) {
		*to = *text;
		if (*text != '%' || !text[1] || !text[2])
			continue;
		memcpy(number + 2, text + 1, 2);
		if (option_number(&digits, &byte) && byte) {
			*to = byte;
			text += 2;
		}
	}
	*to = '\0';
}

static void run_module(const char *name, const struct elf_image *image)
{
	const char *error = module_run(image);

	if (error)
		ktap_result(false, "%s # cannot run: %s", name, error);
}

/* Runs the program to its end. Returns NULL, or why it has failed. */
static const char *run_task(struct task *task)
{
	static char text[32];

	if (has_writable_code(&task->mm.table, this_cpu->task_size))
		return "a page is writable and executable";
	task_run(task);
	if (task->fatal_signal)
		snprintf(text, sizeof(text), "killed by %s",
			 signal_name(task->fatal_signal));
	else if (task->exit_code)
		snprintf(text, sizeof(text), "exit code %d", task->exit_code);
	else
		return NULL;
	return text;
}

static bool find_file(const char *path, struct file *file)
{
	bool own;

	return initramfs_find(path, file, &own);
}

/*
 * Loads the modules that a program may need: one has calls that Gatehouse's own
 * do not make. 32-bit programs need another, which also names what no CPU of
 * this kind runs; so does whoever asks for the 32-bit vDSO. Returns NULL, or
 * why it was refused.
 */
static const char *prepare(const struct file *file, bool own)
{
	const char *error = own ? NULL : module_load("more");

	if (error ||
	    (exec_is_native(file) && settings.vdso32 != VDSO32_ASKED))
		return error;
	return module_load("ia32");
}

/* However a program ends, all of its memory must be freed again. */
static void run_program(const char *name, const struct file *file, bool own,
			const char *const argv[])
{
	const char *refused = prepare(file, own), *error = NULL;
	u64 before = pages_lent();
	struct task *task = NULL;
	s64 leaked;

	if (!refused)
		task = task_create(file, find_file, argv, &refused);
	if (task) {
		snprintf(task->name, sizeof(task->name), "%s", name);
		error = run_task(task);
		task_free(task);
	}
	leaked = pages_lent() - before;
	if (leaked)
		printk("# %s: %ld pages of memory not returned\n", name,
		       leaked);
	if (!task)
		ktap_result(false, "%s # cannot run: %s", name, refused);
	else if (error)
		ktap_result(false, "%s # %s", name, error);
	else
		ktap_result(!leaked, "%s%s", name,
			    leaked ? " # memory not returned" : "");
}

/*
 * own: the file is Gatehouse's, not the boot volume's. Only such a file may be
 * a module, which prints its results itself.
 */
static void run_file(const char *name, const struct file *file, bool own,
		     const char *const argv[])
{
	struct elf_image module;

	if (own && module_open(&module, file))
		run_module(name, &module);
	else
		run_program(name, file, own, argv);
}

/* Room for size bytes, which the next program uses again. NULL: no memory. */
static void *words_room(u64 size)
{
	static void *room;
	static u64 room_size;

	if (size > room_size) {
		room = area_begin();
		room_size = area_resize(room, size) ? size : 0;
	}
	return room_size ? room : NULL;
}

/* Each ':' begins one word more. argv comes first: it has to be aligned. */
bool program_words(const struct option *program, struct words *words)
{
	u64 length = program->value_length, count = 1, i;
	char *text;

	for (i = 0; i < length; i++)
		count += program->value[i] == ':';
	words->argv = words_room((count + 1) * sizeof(char *) + length + 1);
	if (!words->argv)
		return false;
	text = (char *)&words->argv[count + 1];
	memcpy(text, program->value, length);
	text[length] = '\0';
	snprintf(words->name, sizeof(words->name), "%.60s%s", text,
		 length > 60 ? "..." : "");
	split(text, words->argv);
	for (i = 0; words->argv[i]; i++)
		decode(words->argv[i]);
	return true;
}

/* program: "NAME[:ARG...]" */
static void run_named(const struct option *program)
{
	static bool names_printed; /* once is enough */
	struct words words;
	char **argv, *name = words.name;
	struct file file;
	bool own;

	if (!program_words(program, &words)) {
		ktap_result(false, "%.20s # no memory for its arguments",
			    program->value);
		return;
	}
	argv = words.argv;
	if (initramfs_find(argv[0], &file, &own)) {
		run_file(name, &file, own, (const char *const *)argv);
		return;
	}
	if (!names_printed)
		initramfs_print_names();
	names_printed = true;
	ktap_result(false, "%s # no such program in the initramfs", name);
}

/* Program number index of init=; an empty name is none. false: no more. */
static bool program_at(u32 index, struct option *program)
{
	u32 field;

	for (field = 0; setting_field(&settings.init, ',', field, program);
	     field++)
		if (program->value_length && !index--)
			return true;
	return false;
}

u32 programs_count(void)
{
	struct option program;
	u32 count = 0;

	while (program_at(count, &program))
		count++;
	return count;
}

void programs_run(void)
{
	struct option program;
	u32 i;

	for (i = 0; program_at(i, &program); i++) {
		run_named(&program);
		machine_page_gates();
	}
}
