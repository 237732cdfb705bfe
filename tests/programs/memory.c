/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap, madvise and their kin: what they do to the pages, and their errors.
 * What it prints does not depend on where memory is.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE 4096l
#define READ_WRITE (PROT_READ | PROT_WRITE)

static void say(const char *what, long result)
{
	printf("%s: %s\n", what, result == -1 ? strerrorname_np(errno) : "ok");
}

static char *map(long pages, int prot)
{
	return mmap(NULL, pages * PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
}

#define REMAP(...) say("mremap(" #__VA_ARGS__ ")", (long)mremap(__VA_ARGS__))

static void move(void)
{
	char *a = map(64, READ_WRITE), *room = map(64, PROT_NONE), *b;
	int i;

	for (i = 0; i < 64; i++)
		a[i * PAGE] = i + 1;
	REMAP(a, 64 * PAGE, 32 * PAGE, 0);
	REMAP(a, 32 * PAGE, 64 * PAGE, 0);
	printf("it has %d, and zeros: %d\n", a[31 * PAGE], a[40 * PAGE]);
	mprotect(a + 4 * PAGE, PAGE, PROT_NONE);
	b = mremap(a + 4 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		   room + 60 * PAGE);
	mprotect(b, PAGE, PROT_READ);
	printf("a page without rights moves: %d\n", *b);
	b = mremap(a, 4 * PAGE, 16 * PAGE, MREMAP_MAYMOVE);
	printf("it has %d and %d, and zeros: %d\n", b[0], b[3 * PAGE],
	       b[15 * PAGE]);
	b[15 * PAGE] = 99;
	b = mremap(b, 16 * PAGE, 8 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		   room + PAGE);
	printf("it is where it was to go: %d, with %d\n", b == room + PAGE,
	       b[3 * PAGE]);
	b = mremap(room + 20 * PAGE, 4 * PAGE, 32 * PAGE, MREMAP_MAYMOVE);
	mprotect(b + 31 * PAGE, PAGE, READ_WRITE);
	b[31 * PAGE] = 1;
	say("memory without rights grows", 0);
}

static void move_errors(void)
{
	char *a = map(8, READ_WRITE), *hole = a + 4 * PAGE;

	munmap(hole, PAGE);
	REMAP(a, PAGE, PAGE, 8);
	REMAP(a, PAGE, PAGE, MREMAP_FIXED, a);
	REMAP(a + 1, PAGE, PAGE, 0);
	REMAP(a, PAGE, 0, 0);
	REMAP(a, 0, PAGE, MREMAP_MAYMOVE);
	REMAP(hole, PAGE, PAGE, 0);
	REMAP(hole, PAGE, 2 * PAGE, MREMAP_MAYMOVE);
	REMAP(a, 6 * PAGE, 9 * PAGE, MREMAP_MAYMOVE);
	REMAP(a, PAGE, 2 * PAGE, 0);
	REMAP(a, 1l << 40, PAGE, 0);
	REMAP(a + PAGE, PAGE, 1l << 46, MREMAP_MAYMOVE);
	REMAP(a, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, a);
	REMAP(a, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, a + 1);
	REMAP(a, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
	      (void *)0x7ffffffff000);
}

static void advise(void)
{
	char *a = map(8, READ_WRITE), *none = map(1, PROT_NONE);
	char *shared = mmap(NULL, PAGE, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
	char what[40];
	int i;

	*a = a[PAGE] = *shared = 7;
	mprotect(a + PAGE, PAGE, PROT_NONE);
	say("MADV_DONTNEED", madvise(a, 2 * PAGE, MADV_DONTNEED));
	mprotect(a + PAGE, PAGE, PROT_READ);
	madvise(shared, PAGE, MADV_DONTNEED);
	printf("then it has %d and %d, and what is shared %d\n", *a, a[PAGE],
	       *shared);
	munmap(a + 4 * PAGE, PAGE);
	for (i = -1; i < 24; i++) {
		snprintf(what, sizeof(what), "advice %d", i);
		say(what, madvise(a, 2 * PAGE, i));
		say("  with a hole", madvise(a, 8 * PAGE, i));
		say("  after the hole", madvise(a + 4 * PAGE, 2 * PAGE, i));
		say("  no rights", madvise(none, PAGE, i));
	}
	say("MADV_FREE of shared", madvise(shared, PAGE, MADV_FREE));
	say("a part of a page", madvise(a + 1, PAGE, MADV_DONTNEED));
	say("all", madvise(a, -1, MADV_DONTNEED));
	say("nothing", madvise(a + 4 * PAGE, 0, MADV_DONTNEED));
	say("msync", msync(a, 2 * PAGE, MS_SYNC));
	say("msync of a hole", msync(a, 8 * PAGE, MS_SYNC));
	say("msync both", msync(a, PAGE, MS_SYNC | MS_ASYNC));
	say("msync 8", msync(a, PAGE, 8));
	say("msync of a part", msync(a + 1, PAGE, MS_SYNC));
	say("mlock", mlock(a + 5, 2 * PAGE));
	say("mlock of a hole", mlock(a, 8 * PAGE));
	say("munlock", munlock(a + 5, 2 * PAGE));
	say("munlock of a hole", munlock(a, 8 * PAGE));
}

/* As C libraries and languages with a heap of their own ask for it. */
static void reserve(void)
{
	const long size = 1l << 36, far = 1l << 30;
	char *a = map(size / PAGE, PROT_NONE);
	long i, sum = 0;

	say("64 GiB without rights", (long)a);
	say("16 pages of them", mprotect(a + far, 16 * PAGE, READ_WRITE));
	a[far] = a[far + 15 * PAGE] = 5;
	say("without them", munmap(a, size));
	a = malloc(1 << 20);
	for (i = 1; i < 30; i++) {
		memset(a + ((i - 1) << 20), i, 1 << 20);
		a = realloc(a, (i + 1) << 20);
	}
	for (i = 1; i < 30; i++)
		sum += a[(i - 1) << 20];
	printf("a block that grows to 30 MiB: %ld\n", sum);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0); /* whole lines in the log */
	move();
	move_errors();
	advise();
	reserve();
	return 0;
}
