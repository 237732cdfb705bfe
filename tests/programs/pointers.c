/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every call with a bad pointer in the place of each of its pointers, one at a
 * time. It prints what each came to, so that two systems can be compared. It
 * runs in a directory that has etc/text. As an i386 program it has that ABI's.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define PAGE 4096
#define P(n) (1u << (n)) /* argument n is a pointer */
#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static char good[PAGE] __attribute__((aligned(PAGE)));
static char *pages;

enum { FILE_FD = 20, DIRECTORY_FD, NULL_FD };

#define CALL(name, pointers, ...) \
	{ #name, SYS_##name, pointers, { __VA_ARGS__ } }
#define GOOD ((long)good)
static const struct call {
	const char *name;
	long number;
	unsigned int pointers;
	long argument[6];
} calls[] = {
	CALL(read, P(1), FILE_FD, GOOD, 16),
	CALL(pread64, P(1), FILE_FD, GOOD, 16, 3),
	CALL(readv, P(1), FILE_FD, GOOD, 1),
	CALL(write, P(1), NULL_FD, GOOD, 16),
	CALL(writev, P(1), NULL_FD, GOOD, 1),
	CALL(open, P(0), GOOD, O_RDONLY, 0),
	CALL(openat, P(1), AT_FDCWD, GOOD, O_RDONLY, 0),
	CALL(stat, P(0) | P(1), (long)"etc/text", GOOD),
	CALL(lstat, P(0) | P(1), (long)"etc/text", GOOD),
	CALL(fstat, P(1), FILE_FD, GOOD),
	CALL(statx, P(1) | P(4), AT_FDCWD, (long)"etc", 0, 0x7ff, GOOD),
	CALL(access, P(0), GOOD, 0),
	CALL(faccessat, P(1), AT_FDCWD, GOOD, 0),
	CALL(readlink, P(0) | P(1), (long)"etc/text", GOOD, 16),
	CALL(getdents64, P(1), DIRECTORY_FD, GOOD, 512),
	CALL(getcwd, P(0), GOOD, 512),
	CALL(chdir, P(0), GOOD),
	CALL(poll, P(0), GOOD, 1, 0),
	CALL(sendfile, P(2), NULL_FD, FILE_FD, GOOD, 4),
	CALL(uname, P(0), GOOD),
	CALL(getrandom, P(0), GOOD, 16, 0),
	CALL(clock_gettime, P(1), 1, GOOD),
	CALL(clock_getres, P(1), 1, GOOD),
	CALL(gettimeofday, P(0) | P(1), GOOD, 0),
	CALL(time, P(0), GOOD),
	CALL(nanosleep, P(0), GOOD, 0),
	CALL(clock_nanosleep, P(2), 1, 0, GOOD, 0),
	CALL(rt_sigaction, P(1) | P(2), SIGUSR1, 0, GOOD, 8),
	CALL(rt_sigprocmask, P(1) | P(2), SIG_BLOCK, 0, GOOD, 8),
	CALL(rt_sigpending, P(0), GOOD, 8),
	CALL(sigaltstack, P(0) | P(1), 0, GOOD),
	CALL(getrlimit, P(1), 7, GOOD),
	CALL(prlimit64, P(3), 0, 7, 0, GOOD),
	CALL(prctl, P(1), PR_SET_NAME, GOOD),
	CALL(prctl, P(1), PR_GET_NAME, GOOD),
	CALL(getgroups, P(1), 0, GOOD),
	CALL(futex, P(0) | P(3), GOOD, FUTEX_WAIT_PRIVATE, 1, GOOD),
	CALL(futex, P(0), GOOD, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1, GOOD, 0),
	CALL(futex, P(4), GOOD, FUTEX_WAKE_OP_PRIVATE, 1, 1, GOOD, 0),
#ifdef __i386__
	CALL(pipe, P(0), GOOD),
	CALL(pipe2, P(0), GOOD, O_CLOEXEC),
	CALL(rt_sigtimedwait, P(0), GOOD, 0, GOOD, 8),
	CALL(futex_time64, P(0) | P(3), GOOD, FUTEX_WAIT_PRIVATE, 1, GOOD),
	CALL(rt_sigtimedwait_time64, P(0), GOOD, 0, GOOD, 8),
	CALL(fstatat64, P(1) | P(2), AT_FDCWD, (long)"etc", GOOD, 0),
	CALL(stat64, P(0) | P(1), (long)"etc/text", GOOD),
	CALL(lstat64, P(0) | P(1), (long)"etc/text", GOOD),
	CALL(fstat64, P(1), FILE_FD, GOOD),
	CALL(_llseek, P(3), FILE_FD, 0, 1, GOOD, SEEK_SET),
	CALL(sendfile64, P(2), NULL_FD, FILE_FD, GOOD, 4),
	CALL(mmap, P(0), GOOD),
	CALL(ugetrlimit, P(1), 7, GOOD),
	CALL(sysinfo, P(0), GOOD),
	CALL(getrusage, P(1), 0, GOOD),
	CALL(clock_gettime64, P(1), 1, GOOD),
	CALL(clock_getres_time64, P(1), 1, GOOD),
	CALL(clock_nanosleep_time64, P(2), 1, 0, GOOD, 0),
	CALL(sigaction, P(1) | P(2), SIGUSR1, 0, GOOD),
	CALL(sigprocmask, P(1) | P(2), SIG_BLOCK, 0, GOOD),
	CALL(sigpending, P(0), GOOD),
	CALL(set_thread_area, P(0), GOOD),
	CALL(get_thread_area, P(0), GOOD),
	CALL(set_robust_list, P(0), GOOD, 12),
#else
	CALL(newfstatat, P(1) | P(2), AT_FDCWD, (long)"etc", GOOD, 0),
	CALL(arch_prctl, P(1), ARCH_GET_FS, GOOD),
	CALL(set_robust_list, P(0), GOOD, 24),
	CALL(getitimer, P(1), ITIMER_REAL, GOOD),
	CALL(setitimer, P(1) | P(2), ITIMER_REAL, GOOD, GOOD),
	CALL(times, P(0), GOOD),
	CALL(pipe, P(0), GOOD),
	CALL(pipe2, P(0), GOOD, O_CLOEXEC),
	CALL(rt_sigtimedwait, P(0), GOOD, 0, GOOD, 8),
	CALL(sched_getaffinity, P(2), 0, 8, GOOD),
	CALL(sched_setaffinity, P(2), 0, 8, GOOD),
#endif
};

static const struct {
	const char *name;
	long address; /* below 4 pages: a place in them */
} bad[] = {
	{ "unmapped", PAGE },
	{ "the last byte of a page", PAGE - 1 },
	{ "read-only", 2 * PAGE },
	{ "the last byte of a read-only page", 3 * PAGE - 1 },
	{ "null", 0 },
	{ "wraps around", -1l },
#ifdef __i386__
	{ "above all", (long)0xffffe000 },
	{ "the last word", -4 },
#else
	{ "ring 0's", 0xffff888000000000 },
	{ "ring 0's text", 0xffffffff80000000 },
	{ "not canonical", 0x800000000000 },
	{ "below the hole", 0x7ffffffff000 },
#endif
};

static void try(const struct call *call, unsigned int place, unsigned int kind)
{
	long a[6], result, address = bad[kind].address;

	memcpy(a, call->argument, sizeof(a));
	if (address > 0 && address < 4 * PAGE)
		address += (long)pages;
	a[place] = address;
	memset(good, 0, sizeof(good));
	memset(pages, 0, PAGE);
	lseek(FILE_FD, 0, SEEK_SET);
	lseek(DIRECTORY_FD, 0, SEEK_SET);
	result = syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (result < 0)
		printf("%s, argument %u %s: %s\n", call->name, place + 1,
		       bad[kind].name, strerrorname_np(errno));
	else
		printf("%s, argument %u %s: done\n", call->name, place + 1,
		       bad[kind].name);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0); /* whole lines in the log */
	dup2(open("etc/text", O_RDONLY), FILE_FD);
	dup2(open("etc", O_RDONLY | O_DIRECTORY), DIRECTORY_FD);
	dup2(open("/dev/null", O_RDWR), NULL_FD);
	pages = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(pages + PAGE, PAGE);
	munmap(pages + 3 * PAGE, PAGE);
	mprotect(pages + 2 * PAGE, PAGE, PROT_READ);
	for (size_t i = 0; i < SIZE(calls); i++)
		for (unsigned int place = 0; place < 6; place++)
			for (unsigned int kind = 0; kind < SIZE(bad); kind++)
				if (calls[i].pointers & P(place))
					try(&calls[i], place, kind);
	return 0;
}
