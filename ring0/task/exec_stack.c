/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stack of a program that starts, as the System V ABI (AMD64 supplement and
 * i386 supplement, "Process Initialization") wants it.
 */

#include "task/exec.h"
#include <asm/auxvec.h>
#include <linux/auxvec.h>
#include <linux/mman.h>
#include "cpu/features.h"
#include "lib/random.h"
#include "lib/string.h"

#define AT_HWCAP2_FSGSBASE (1 << 1)
#define CLOCKS_PER_SECOND 100 /* Linux's USER_HZ */

/* The topmost page of the stack while it is being written, downwards. */
struct stack_page {
	u8 *page;
	u64 va;	  /* where ring 3 has it */
	u64 used; /* offset in page of the lowest byte in use */
};

/* Space for size bytes; its address for ring 3, 0: the page is full. */
static u64 push(struct stack_page *stack, const void *data, u64 size)
{
	if (size > stack->used)
		return 0;
	stack->used -= size;
	memcpy(stack->page + stack->used, data, size);
	return stack->va + stack->used;
}

static u64 push_string(struct stack_page *stack, const char *string)
{
	return push(stack, string, strlen(string) + 1);
}

/* As for Linux's first program. */
static const char *const environment[] = { "HOME=/", "TERM=linux" };

#define MAX_AUXV 21 /* pairs */
#define MAX_WORDS                                                          \
	(1 + MAX_ARGUMENTS + 1 + ARRAY_SIZE(environment) + 1 + 2 * MAX_AUXV)

/* What the words on the stack are made of: argc, pointers, pairs. */
struct words {
	u64 word[MAX_WORDS];
	unsigned int count;
};

static void add(struct words *words, u64 word)
{
	words->word[words->count++] = word;
}

static void add_pair(struct words *words, u64 type, u64 value)
{
	add(words, type);
	add(words, value);
}

/* As the format's words, the first of them at a multiple of 16. */
static u64 push_words(struct stack_page *stack, const struct words *words,
		      const struct exec_format *format)
{
	u64 size = words->count * format->word;
	u32 narrow[MAX_WORDS];
	unsigned int i;

	stack->used -= (stack->used - size) % 16;
	if (format->word == sizeof(u64))
		return push(stack, words->word, size);
	for (i = 0; i < words->count; i++)
		narrow[i] = words->word[i];
	return push(stack, narrow, size);
}

/* Sixteen bytes that differ from boot to boot: what AT_RANDOM is for. */
static u64 push_random(struct stack_page *stack)
{
	u64 seed[2] = { random_u64(), random_u64() };

	return push(stack, seed, sizeof(seed));
}

/* Where the program headers are in the program's memory; 0: in no segment. */
static u64 program_headers(const struct elf_image *image)
{
	const elf_header *header = image->header;
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *s = &image->segments[i];

		if (elf_is_loaded(s) && s->p_offset <= header->e_phoff &&
		    header->e_phoff < s->p_offset + s->p_filesz)
			return elf_segment_start(image, s) +
			       (header->e_phoff - s->p_offset);
	}
	return 0;
}

static void add_auxv(struct words *words, struct stack_page *stack,
		     const struct elf_image *image, u64 base,
		     const struct exec_format *format)
{
	add_pair(words, AT_HWCAP, cpu_features.hwcap);
	add_pair(words, AT_HWCAP2,
		 cpu_features.fsgsbase ? AT_HWCAP2_FSGSBASE : 0);
	add_pair(words, AT_PAGESZ, PAGE_SIZE);
	add_pair(words, AT_CLKTCK, CLOCKS_PER_SECOND);
	add_pair(words, AT_PHDR, program_headers(image));
	add_pair(words, AT_PHENT, format->program_header);
	add_pair(words, AT_PHNUM, image->segment_count);
	add_pair(words, AT_BASE, base); /* the interpreter's bias */
	add_pair(words, AT_FLAGS, 0);
	add_pair(words, AT_ENTRY, image->header->e_entry + image->bias);
	add_pair(words, AT_UID, 0);
	add_pair(words, AT_EUID, 0);
	add_pair(words, AT_GID, 0);
	add_pair(words, AT_EGID, 0);
	add_pair(words, AT_SECURE, 0);
	add_pair(words, AT_MINSIGSTKSZ, format->frame_size_max());
	add_pair(words, AT_RANDOM, push_random(stack));
	add_pair(words, AT_PLATFORM, push_string(stack, format->platform));
}

/* Strings first (highest), then argc, argv, envp and auxv, 16-byte aligned. */
static const char *fill_stack(struct stack_page *stack,
			      const struct elf_image *image, u64 base,
			      const char *const argv[],
			      struct exec_start *start)
{
	struct words words = { .count = 1 };
	u64 name = push_string(stack, argv[0]), string = name;
	unsigned int i;

	for (i = 0; argv[i] && string; i++) {
		if (i == MAX_ARGUMENTS)
			return "too many arguments: 64 is the most";
		string = push_string(stack, argv[i]);
		add(&words, string);
	}
	words.word[0] = i;
	add(&words, 0);
	for (i = 0; i < ARRAY_SIZE(environment); i++)
		add(&words, push_string(stack, environment[i]));
	add(&words, 0);
	add_auxv(&words, stack, image, base, start->format);
	add_pair(&words, AT_EXECFN, name);
	add_pair(&words, AT_NULL, 0);
	start->sp = push_words(stack, &words, start->format);
	return string && start->sp ? NULL : "the arguments do not fit";
}

/* The stack, not executable; the pages below and above stay unmapped. */
const char *exec_load_stack(struct mm *mm, const struct elf_image *image,
			    u64 base, const char *const argv[],
			    struct exec_start *start)
{
	u64 top = start->task_size - PAGE_SIZE;
	struct stack_page stack;
	struct page_leaf leaf;

	if (!mm_map(mm, top - USER_STACK_SIZE, top, PROT_READ | PROT_WRITE))
		return "no memory for the stack";
	mm_populate(mm, top - PAGE_SIZE, top);
	page_table_lookup(&mm->table, top - PAGE_SIZE, &leaf);
	stack = (struct stack_page){ .page = phys_to_virt(leaf.pa),
				     .va = top - PAGE_SIZE,
				     .used = PAGE_SIZE };
	return fill_stack(&stack, image, base, argv, start);
}
