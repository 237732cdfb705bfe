/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stack of a program that starts, as the System V ABI (AMD64 supplement and
 * i386 supplement, "Process Initialization") wants it: argc, argv, envp and the
 * auxiliary vector, and above these words the strings that they point to.
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

/* Linux's: for strings and pointers, and for one string with its end. */
#define ARGUMENTS_MAX (USER_STACK_LIMIT / 4)
#define STRING_MAX (128ull << 10)
/* Linux's, too: mapped below the words from the start; more comes by growth. */
#define STACK_START (128ull << 10)

/* As for Linux's first program. */
static const char *const environment[] = { "HOME=/", "TERM=linux", NULL };

#define AUXV_PAIRS 22 /* at most */
#define OTHERS 1024 /* bytes: more than auxv, its strings and argc take */
#define RANDOM_SIZE 16 /* of what AT_RANDOM points to */

/* Where in the stack the next bytes go: upwards. */
struct cursor {
	struct mm *mm;
	u64 at; /* ring 3's address */
	u64 word; /* bytes of a pointer */
	u8 *page; /* the one that at lies in, as ring 0 has it; NULL: unknown */
};

/* The program's tables are not in CR3 yet, so its pages are looked up. */
static u8 *page_at(struct mm *mm, u64 va)
{
	struct page_leaf leaf;

	mm_populate(mm, va, va + PAGE_SIZE);
	page_table_lookup(&mm->table, va, &leaf);
	return phys_to_virt(leaf.pa);
}

static void put(struct cursor *to, const void *data, u64 size)
{
	const u8 *from = data;

	while (size) {
		u64 offset = to->at % PAGE_SIZE, part = PAGE_SIZE - offset;

		if (!offset || !to->page)
			to->page = page_at(to->mm, to->at - offset);
		if (part > size)
			part = size;
		memcpy(to->page + offset, from, part);
		to->at += part;
		from += part;
		size -= part;
	}
}

/* The low bytes of a word are its value, as x86 is little-endian. */
static void put_word(struct cursor *to, u64 word)
{
	put(to, &word, to->word);
}

static void put_pair(struct cursor *to, u64 type, u64 value)
{
	put_word(to, type);
	put_word(to, value);
}

/* Puts each string, a pointer to it, and NULL after the pointers. */
static void put_list(struct cursor *words, struct cursor *strings,
		     const char *const list[])
{
	for (; *list; list++) {
		put_word(words, strings->at);
		put(strings, *list, strlen(*list) + 1);
	}
	put_word(words, 0);
}

/* Sixteen bytes that differ from boot to boot: what AT_RANDOM is for. */
static void put_random(struct cursor *strings)
{
	u64 seed[2] = { random_u64(), random_u64() };

	put(strings, seed, RANDOM_SIZE);
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

/* random: where AT_RANDOM's bytes are; the two strings lie above them. */
static void put_auxv(struct cursor *words, const struct elf_image *image,
		     u64 base, u64 random, const struct exec_format *format)
{
	put_pair(words, AT_HWCAP, cpu_features.hwcap);
	put_pair(words, AT_HWCAP2,
		 cpu_features.fsgsbase ? AT_HWCAP2_FSGSBASE : 0);
	put_pair(words, AT_PAGESZ, PAGE_SIZE);
	put_pair(words, AT_CLKTCK, CLOCKS_PER_SECOND);
	put_pair(words, AT_PHDR, program_headers(image));
	put_pair(words, AT_PHENT, format->program_header);
	put_pair(words, AT_PHNUM, image->segment_count);
	put_pair(words, AT_BASE, base); /* the interpreter's bias */
	put_pair(words, AT_FLAGS, 0);
	put_pair(words, AT_ENTRY, image->header->e_entry + image->bias);
	put_pair(words, AT_UID, 0);
	put_pair(words, AT_EUID, 0);
	put_pair(words, AT_GID, 0);
	put_pair(words, AT_EGID, 0);
	put_pair(words, AT_SECURE, 0);
	put_pair(words, AT_MINSIGSTKSZ, format->frame_size_max());
	put_pair(words, AT_RANDOM, random);
	put_pair(words, AT_PLATFORM, random + RANDOM_SIZE);
	put_pair(words, AT_EXECFN,
		 random + RANDOM_SIZE + strlen(format->platform) + 1);
	put_pair(words, AT_NULL, 0);
}

/* What a list of strings takes. */
struct taken {
	u64 words;
	u64 bytes; /* of strings */
};

/* Adds the list's. false: a string is too long. */
static bool take_list(struct taken *taken, const char *const list[])
{
	for (; *list; list++) {
		u64 size = strlen(*list) + 1;

		if (size > STRING_MAX)
			return false;
		taken->words++;
		taken->bytes += size;
	}
	taken->words++; /* NULL */
	return true;
}

/*
 * From the top: AT_EXECFN's string, AT_PLATFORM's, AT_RANDOM's bytes; envp's
 * strings and argv's, of which the first one is the lowest; the words, of which
 * the first one, argc, is at a multiple of 16.
 */
static void fill_stack(struct mm *mm, u64 top, const struct taken *taken,
		       const struct elf_image *image, u64 base,
		       const char *const argv[], struct exec_start *start)
{
	const char *platform = start->format->platform;
	u64 random = top - (strlen(argv[0]) + 1) - (strlen(platform) + 1) -
		     RANDOM_SIZE;
	struct cursor strings = { mm, random - taken->bytes, 0, NULL };
	struct cursor words = { mm, 0, start->format->word, NULL };
	u64 argc = 0;

	while (argv[argc])
		argc++;
	words.at = ALIGN_DOWN(strings.at - (1 + taken->words +
					    2 * AUXV_PAIRS) * words.word, 16);
	start->sp = words.at;
	put_word(&words, argc);
	put_list(&words, &strings, argv);
	put_list(&words, &strings, environment);
	if (start->sysinfo)
		put_pair(&words, AT_SYSINFO, start->sysinfo);
	if (start->vdso)
		put_pair(&words, AT_SYSINFO_EHDR, start->vdso);
	put_auxv(&words, image, base, random, start->format);
	put_random(&strings);
	put(&strings, platform, strlen(platform) + 1);
	put(&strings, argv[0], strlen(argv[0]) + 1);
}

/*
 * Maps the stack, not executable. It grows downwards when it is touched below
 * (mm/demand.c); what is above stays unmapped.
 */
const char *exec_load_stack(struct mm *mm, const struct elf_image *image,
			    u64 base, const char *const argv[],
			    struct exec_start *start)
{
	u64 top = start->task_size - STACK_GAP, size;
	struct taken taken = { 0, 0 };

	if (!take_list(&taken, argv) || !take_list(&taken, environment))
		return "an argument is longer than 128 KiB";
	size = taken.words * sizeof(u64) + taken.bytes;
	if (size > ARGUMENTS_MAX)
		return "the arguments take more than 2 MiB";
	size += strlen(argv[0]) + OTHERS + STACK_START;
	size = ALIGN_UP(size, PAGE_SIZE);
	if (!mm_map(mm, top - size, top,
		    PROT_READ | PROT_WRITE | VMA_GROWSDOWN))
		return "no memory for the stack";
	fill_stack(mm, top, &taken, image, base, argv, start);
	return NULL;
}
