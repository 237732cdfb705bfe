/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program loader: from an ELF file in the initramfs to pages, rights, and
 * a stack as the System V ABI (AMD64 supplement, "Process Initialization")
 * wants it. The file may be hostile; lib/elf_image.c looks at it first.
 */

#include "task/exec.h"
#include <asm/auxvec.h>
#include <linux/auxvec.h>
#include <linux/mman.h>
#include "cpu/features.h"
#include "lib/elf_image.h"
#include "cpu/percpu.h"
#include "lib/printf.h"
#include "lib/random.h"
#include "lib/string.h"
#include "task/signal_frame.h"

#define LOWEST PAGE_SIZE /* address 0 stays unmapped */
#define MAX_MEMORY (64ull << 20)
#define AT_HWCAP2_FSGSBASE (1 << 1)
/* Two thirds up the address space, as Linux; and 28 bits of pages above. */
#define DYN_BASE 0x555555554000
#define INTERPRETER_BASE 0x7e0000000000
#define DYN_RANDOM (((1ull << 28) - 1) * PAGE_SIZE)
#define CLOCKS_PER_SECOND 100 /* Linux's USER_HZ */

/* What elf_open() said, as one text for the log. */
static const char *refusal(struct elf_error error)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s, at byte %lu of the file", error.what,
		 error.offset);
	return text;
}

/* The part of the segment's file contents that belongs into the page at va. */
static void fill_page(void *page, u64 va, const struct elf_image *image,
		      const elf_segment *segment)
{
	u64 first = elf_segment_start(image, segment);
	u64 start = first > va ? first : va;
	u64 end = first + segment->p_filesz;

	if (end > va + PAGE_SIZE)
		end = va + PAGE_SIZE;
	if (start < end)
		memcpy((u8 *)page + (start - va),
		       image->data + segment->p_offset + (start - first),
		       end - start);
}

/*
 * A page that the segment before has, too, gets this one's rights, as Linux
 * maps the one over the other.
 */
static const char *load_page(const struct page_table *table, u64 va,
			     const struct elf_image *image,
			     const elf_segment *segment, u64 flags)
{
	struct page_leaf leaf;
	const char *error;
	u64 phys;

	if ((flags & PTE_USER) && page_table_lookup(table, va, &leaf)) {
		fill_page(phys_to_virt(leaf.pa), va, image, segment);
		page_table_set_rights(table, va, PAGE_SIZE, flags);
		return NULL;
	}
	phys = page_alloc();
	if (!phys)
		return "no memory for a segment";
	fill_page(phys_to_virt(phys), va, image, segment);
	error = page_table_map(table, va, phys, PAGE_SIZE, flags, false);
	if (error)
		page_free(phys);
	return error;
}

static const char *load_segment(const struct page_table *table,
				const struct elf_image *image,
				const elf_segment *segment, u64 flags)
{
	u64 start = elf_segment_start(image, segment);
	u64 va = ALIGN_DOWN(start, PAGE_SIZE);
	u64 end = start + segment->p_memsz;
	const char *error = NULL;

	if (segment->p_flags & PF_W)
		flags |= PTE_WRITE;
	if (!(segment->p_flags & PF_X))
		flags |= PTE_NX;
	for (; va < end && !error; va += PAGE_SIZE)
		error = load_page(table, va, image, segment, flags);
	return error;
}

const char *exec_load_segments(const struct page_table *table,
			       const struct elf_image *image, u64 flags)
{
	const char *error = NULL;
	u32 i;

	for (i = 0; i < image->segment_count && !error; i++)
		if (elf_is_loaded(&image->segments[i]))
			error = load_segment(table, image, &image->segments[i],
					     flags);
	return error;
}

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
		     const struct elf_image *image, u64 base, u64 name)
{
	add_pair(words, AT_HWCAP, cpu_features.hwcap);
	add_pair(words, AT_HWCAP2,
		 cpu_features.fsgsbase ? AT_HWCAP2_FSGSBASE : 0);
	add_pair(words, AT_PAGESZ, PAGE_SIZE);
	add_pair(words, AT_CLKTCK, CLOCKS_PER_SECOND);
	add_pair(words, AT_PHDR, program_headers(image));
	add_pair(words, AT_PHENT, sizeof(Elf64_Phdr));
	add_pair(words, AT_PHNUM, image->segment_count);
	add_pair(words, AT_BASE, base); /* the interpreter's bias */
	add_pair(words, AT_FLAGS, 0);
	add_pair(words, AT_ENTRY, image->header->e_entry + image->bias);
	add_pair(words, AT_UID, 0);
	add_pair(words, AT_EUID, 0);
	add_pair(words, AT_GID, 0);
	add_pair(words, AT_EGID, 0);
	add_pair(words, AT_SECURE, 0);
	add_pair(words, AT_MINSIGSTKSZ, signal_frame_size_max());
	add_pair(words, AT_RANDOM, push_random(stack));
	add_pair(words, AT_PLATFORM, push_string(stack, "x86_64"));
	add_pair(words, AT_EXECFN, name);
	add_pair(words, AT_NULL, 0);
}

/* Strings first (highest), then argc, argv, envp and auxv, 16-byte aligned. */
static const char *fill_stack(struct stack_page *stack,
			      const struct elf_image *image, u64 base,
			      const char *const argv[], u64 *sp)
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
	add_auxv(&words, stack, image, base, name);
	stack->used = ALIGN_DOWN(stack->used, 16);
	if (words.count % 2)
		stack->used -= sizeof(u64);
	*sp = push(stack, words.word, words.count * sizeof(u64));
	return string && *sp ? NULL : "the arguments do not fit";
}

/* The stack, not executable; the pages below and above stay unmapped. */
static const char *load_stack(struct mm *mm, const struct elf_image *image,
			      u64 base, const char *const argv[], u64 *sp)
{
	u64 top = this_cpu->task_size - PAGE_SIZE;
	struct stack_page stack;
	struct page_leaf leaf;

	if (!mm_map(mm, top - USER_STACK_SIZE, top, PROT_READ | PROT_WRITE) ||
	    !page_table_lookup(&mm->table, top - PAGE_SIZE, &leaf))
		return "no memory for the stack";
	stack = (struct stack_page){ .page = phys_to_virt(leaf.pa),
				     .va = top - PAGE_SIZE,
				     .used = PAGE_SIZE };
	return fill_stack(&stack, image, base, argv, sp);
}

/* Where the pages of the segment after this one start. ~0: it is the last. */
static u64 next_start(const struct elf_image *image, u32 i)
{
	while (++i < image->segment_count)
		if (elf_is_loaded(&image->segments[i]))
			return ALIGN_DOWN(elf_segment_start(
						  image, &image->segments[i]),
					  PAGE_SIZE);
	return ~0ull;
}

/* Lists the segments that are mapped; brk starts after the last of them. */
static const char *list_segments(struct mm *mm, const struct elf_image *image)
{
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *s = &image->segments[i];
		u64 first = elf_segment_start(image, s);
		u64 start = ALIGN_DOWN(first, PAGE_SIZE);
		u64 end = ALIGN_UP(first + s->p_memsz, PAGE_SIZE);
		u64 prot = PROT_READ | (s->p_flags & PF_W ? PROT_WRITE : 0) |
			   (s->p_flags & PF_X ? PROT_EXEC : 0);

		if (!elf_is_loaded(s))
			continue;
		if (end > next_start(image, i))
			end = next_start(image, i); /* the shared page is its */
		if (start < end && !vma_add(mm->vmas, start, end, prot))
			return "too many segments";
		if (end > mm->brk_start)
			mm->brk_start = mm->brk = end;
	}
	return NULL;
}

static bool wants_executable_stack(const struct elf_image *image)
{
	u32 i;

	for (i = 0; i < image->segment_count; i++)
		if (image->segments[i].p_type == PT_GNU_STACK &&
		    (image->segments[i].p_flags & PF_X))
			return true;
	return false;
}

/* All pages from the first segment's to the last one's are free. */
static bool has_room(const struct mm *mm, const struct elf_image *image)
{
	u64 start = ~0ull, end = 0;
	u32 i;

	for (i = 0; i < image->segment_count; i++) {
		const elf_segment *s = &image->segments[i];

		if (!elf_is_loaded(s))
			continue;
		if (!end)
			start = elf_segment_start(image, s);
		end = elf_segment_start(image, s) + s->p_memsz;
	}
	return vma_is_free(mm->vmas, ALIGN_DOWN(start, PAGE_SIZE),
			   ALIGN_UP(end, PAGE_SIZE));
}

/* Maps a file's segments, those of an ET_DYN file moved by bias. */
static const char *load_image(struct mm *mm, const struct file *file, u64 bias,
			      struct elf_image *image)
{
	const struct elf_limits limits = {
		.low = LOWEST,
		.high = this_cpu->task_size - 2 * PAGE_SIZE - USER_STACK_SIZE,
		.max_memory = MAX_MEMORY,
		.bias = bias,
	};
	struct elf_error refused =
		elf_open(image, file->data, file->size, &limits);
	const char *error;

	if (refused.what)
		return refusal(refused);
	if (wants_executable_stack(image))
		return "it asks for an executable stack (PT_GNU_STACK)";
	if (!has_room(mm, image))
		return "the program and its interpreter overlap";
	error = exec_load_segments(&mm->table, image, PTE_USER);
	return error ? error : list_segments(mm, image);
}

/* The heap stays the program's: where its own segments end. */
static const char *load_interpreter(struct mm *mm, exec_find *find,
				    const char *name, size_t length,
				    struct elf_image *image)
{
	static char text[192], path[64];
	u64 brk = mm->brk_start;
	struct file file;
	const char *error;

	snprintf(path, sizeof(path), "%.*s", (int)(length < 64 ? length : 64),
		 name);
	if (find(path, &file))
		error = load_image(mm, &file,
				   INTERPRETER_BASE +
					   (random_u64() & DYN_RANDOM), image);
	else
		error = "it is not in the initramfs";
	mm->brk_start = mm->brk = brk;
	if (!error)
		return NULL;
	snprintf(text, sizeof(text), "a dynamic executable, and of %s: %s",
		 path, error);
	return text;
}

const char *exec_load(struct mm *mm, const struct file *file, exec_find *find,
		      const char *const argv[], u64 *entry, u64 *sp)
{
	struct elf_image image, interpreter = { .header = NULL };
	const char *error = load_image(
		mm, file, DYN_BASE + (random_u64() & DYN_RANDOM), &image);
	const char *name;
	size_t length;

	if (error)
		return error;
	*entry = image.header->e_entry + image.bias;
	name = elf_interpreter(&image, &length);
	if (name) {
		error = load_interpreter(mm, find, name, length, &interpreter);
		if (error)
			return error;
		*entry = interpreter.header->e_entry + interpreter.bias;
	}
	return load_stack(mm, &image, interpreter.bias, argv, sp);
}
