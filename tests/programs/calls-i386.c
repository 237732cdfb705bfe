/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that i386 code makes in forms of its own, by int 0x80 itself: what they
 * return, and what they write where that is the same on every machine. It runs
 * in a directory that has etc/text.
 */
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <asm/stat.h>
#include <asm/unistd.h>
#include <errno.h>
#include <linux/fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>

#define BAD ((void *)0xfffff000) /* above all that is mapped */

static int call(int number, long first, long second, long third, long fourth,
		long fifth)
{
	int result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(number), "b"(first), "c"(second), "d"(third),
		       "S"(fourth), "D"(fifth)
		     : "memory");
	return result;
}

#define CALL5(number, a, b, c, d, e)                                     \
	call(__NR_##number, (long)(a), (long)(b), (long)(c), (long)(d),  \
	     (long)(e))
#define SHOW(number, a, b, c, d, e)                                      \
	printf("%s %d\n", #number, CALL5(number, a, b, c, d, e))

static void stat_family(void)
{
	struct stat narrow;
	struct stat64 wide;
	int fd = CALL5(open, "etc/text", O_RDONLY, 0, 0, 0);

	memset(&narrow, 0xff, sizeof(narrow));
	SHOW(stat, "etc/text", &narrow, 0, 0, 0);
	printf("%lu %o %d\n", narrow.st_size, narrow.st_mode & 0170000,
	       narrow.st_uid);
	SHOW(fstat, fd, &narrow, 0, 0, 0);
	SHOW(lstat, "etc/none", &narrow, 0, 0, 0);
	memset(&wide, 0xff, sizeof(wide));
	SHOW(stat64, "etc", &wide, 0, 0, 0);
	printf("%o\n", wide.st_mode & 0170000);
	memset(&wide, 0xff, sizeof(wide));
	SHOW(fstat64, fd, &wide, 0, 0, 0);
	printf("%lld %o %ld %d\n", wide.st_size, wide.st_mode & 0170000,
	       wide.st_uid, wide.st_ino == wide.__st_ino);
	SHOW(fstatat64, AT_FDCWD, "etc/text", &wide, 0, 0);
	SHOW(fstatat64, AT_FDCWD, "etc/text", &wide, 1, 0);
	SHOW(fstatat64, fd, "", &wide, AT_EMPTY_PATH, 0);
	SHOW(stat64, "etc/text", BAD, 0, 0, 0);
	SHOW(stat64, BAD, &wide, 0, 0, 0);
	SHOW(fstat64, 77, &wide, 0, 0, 0);
}

static void offsets(void)
{
	int fd = CALL5(open, "etc/text", O_RDONLY, 0, 0, 0);
	char text[16] = "", rest[8] = "";
	struct iovec vector[3] = { { text, 4 }, { NULL, 0 }, { rest, 3 } };
	struct iovec negative = { text, -1 };
	long long offset = -1;

	SHOW(lseek, fd, 5, 0, 0, 0);
	SHOW(lseek, fd, -6, 1, 0, 0);
	SHOW(lseek, fd, -1, 2, 0, 0);
	SHOW(_llseek, fd, 1, 2, &offset, 0);
	printf("%llx\n", offset);
	SHOW(_llseek, fd, -1, -3, &offset, 2);
	SHOW(_llseek, fd, 0, 0, BAD, 0);
	SHOW(pread64, fd, text, 4, 5, 0);
	printf("%.4s\n", text);
	SHOW(pread64, fd, text, 4, 5, 1);
	SHOW(pread64, fd, text, 4, 5, -1);
	SHOW(lseek, fd, 0, 0, 0, 0);
	SHOW(readv, fd, vector, 3, 0, 0);
	printf("%.4s %.3s\n", text, rest);
	SHOW(readv, fd, &negative, 1, 0, 0);
	SHOW(readv, fd, BAD, 1, 0, 0);
	SHOW(readv, fd, vector, 1025, 0, 0);
	SHOW(readv, 77, vector, 1, 0, 0);
}

static void memory(void)
{
	int fd = CALL5(open, "etc/text", O_RDONLY, 0, 0, 0);
	unsigned arguments[6] = { 0, 4096, PROT_READ, MAP_PRIVATE, fd, 0 };
	const char *mapped = (char *)CALL5(mmap, arguments, 0, 0, 0, 0);

	printf("%.4s\n", mapped);
	arguments[5] = 1;
	SHOW(mmap, arguments, 0, 0, 0, 0);
	arguments[5] = 0;
	arguments[4] = 77;
	SHOW(mmap, arguments, 0, 0, 0, 0);
	SHOW(mmap, BAD, 0, 0, 0, 0);
	SHOW(munmap, mapped, 4096, 0, 0, 0);
	SHOW(munmap, 0xffffe000, 4096, 0, 0, 0);
	arguments[0] = 0xffffe000;
	arguments[3] = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
	SHOW(mmap, arguments, 0, 0, 0, 0);
	arguments[1] = 0xfffff000;
	SHOW(mmap, arguments, 0, 0, 0, 0);
	/* A hint near the end of what is mapped there is not followed. */
	arguments[0] = 0xfffff000;
	arguments[1] = 0x2000;
	arguments[3] = MAP_PRIVATE | MAP_ANONYMOUS;
	printf("%d\n", CALL5(mmap, arguments, 0, 0, 0, 0) <
		       (int)0xffffd000u);
}

/* All three are taken then; and what no program may have. */
static void bad_areas(struct user_desc area)
{
	unsigned entry = area.entry_number;

	area.entry_number = -1;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	area.entry_number = -1;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	/* A 16-bit one, code, one that is not there, and others' entries. */
	area.entry_number = entry;
	area.seg_32bit = 0;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	area.seg_32bit = 1;
	area.contents = 2;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	area.contents = 0;
	area.seg_not_present = 1;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	area.seg_not_present = 0;
	area.entry_number = 5;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	area.entry_number = 15;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	SHOW(get_thread_area, &area, 0, 0, 0, 0);
	SHOW(set_thread_area, BAD, 0, 0, 0, 0);
}

static void areas(void)
{
	struct user_desc area = { .entry_number = -1, .base_addr = 0x1000,
				  .limit = 0xfffff, .seg_32bit = 1,
				  .limit_in_pages = 1, .useable = 1 };
	static int word = 0x12345678;
	int seen, selector;

	/* The C library has the first of three. */
	area.base_addr = (long)&word;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	printf("%u\n", area.entry_number);
	selector = area.entry_number * 8 | 3;
	asm volatile("movl %1, %%fs\n movl %%fs:0, %0"
		     : "=r"(seen) : "r"(selector));
	printf("%x\n", seen);
	/* A change is there at once, in what is loaded. */
	area.base_addr -= 4;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	asm volatile("movl %%fs:4, %0" : "=r"(seen));
	printf("%x\n", seen);
	memset(&area, 0xff, sizeof(area));
	area.entry_number = selector / 8;
	SHOW(get_thread_area, &area, 0, 0, 0, 0);
	printf("%d %x %d %d %d %d %d %d\n", area.base_addr == (long)&word - 4,
	       area.limit, area.seg_32bit, area.contents,
	       area.read_exec_only, area.limit_in_pages,
	       area.seg_not_present, area.useable);
	bad_areas(area);
	/* One that is cleared takes the selector away that is loaded. */
	memset(&area, 0, sizeof(area));
	area.entry_number = selector / 8;
	SHOW(set_thread_area, &area, 0, 0, 0, 0);
	asm volatile("movl %%fs, %0" : "=r"(seen));
	printf("%x\n", seen);
	SHOW(get_thread_area, &area, 0, 0, 0, 0);
	printf("%d %d\n", area.seg_not_present, area.read_exec_only);
}

static void others(void)
{
	unsigned mask = 1 << 9, old = 0; /* SIGUSR1 */
	int time[2] = { 0, -1 };

	SHOW(sigprocmask, 0, &mask, &old, 0, 0);
	printf("%x\n", old);
	SHOW(sigprocmask, 9, &mask, &old, 0, 0);
	SHOW(sigprocmask, 1, BAD, &old, 0, 0);
	SHOW(kill, CALL5(getpid, 0, 0, 0, 0, 0), 10, 0, 0, 0);
	SHOW(sigpending, &old, 0, 0, 0, 0);
	printf("%x\n", old);
	SHOW(sigpending, BAD, 0, 0, 0, 0);
	SHOW(nanosleep, time, 0, 0, 0, 0);
	time[1] = 1;
	SHOW(nanosleep, time, 0, 0, 0, 0);
	SHOW(nanosleep, BAD, 0, 0, 0, 0);
	SHOW(clock_gettime, 1, time, 0, 0, 0);
	SHOW(clock_gettime, 99, time, 0, 0, 0);
	SHOW(clock_gettime, 1, BAD, 0, 0, 0);
	printf("%d\n", time[0] >= 0 && time[1] >= 0 && time[1] < 1000000000);
	SHOW(clock_getres, 1, BAD, 0, 0, 0);
	SHOW(gettimeofday, time, 0, 0, 0, 0);
	printf("%d\n", time[1] >= 0 && time[1] < 1000000);
	SHOW(time, BAD, 0, 0, 0, 0);
	SHOW(ugetrlimit, 99, time, 0, 0, 0);
	SHOW(ugetrlimit, 3, BAD, 0, 0, 0);
	SHOW(getrusage, 5, time, 0, 0, 0);
	SHOW(getrusage, 0, BAD, 0, 0, 0);
	SHOW(sysinfo, BAD, 0, 0, 0, 0);
	SHOW(set_robust_list, 0, 24, 0, 0, 0);
	SHOW(set_robust_list, 0, 12, 0, 0, 0);
	SHOW(sigaction, 9, &mask, 0, 0, 0);
	SHOW(sigaction, 10, BAD, 0, 0, 0);
	SHOW(sigaction, 10, 0, BAD, 0, 0);
	SHOW(rt_sigaction, 10, 0, BAD, 8, 0);
	SHOW(rt_sigaction, 10, 0, 0, 4, 0);
	SHOW(signal, 65, 0, 0, 0, 0);
	SHOW(sigaltstack, BAD, 0, 0, 0, 0);
	SHOW(sigaltstack, 0, BAD, 0, 0, 0);
	printf("%d\n", call(9999, 0, 0, 0, 0, 0));
	printf("%d\n", call(-1, 0, 0, 0, 0, 0));
}

int main(void)
{
	stat_family();
	offsets();
	memory();
	areas();
	others();
	return 0;
}
