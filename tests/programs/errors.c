/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has each call fail in each way that man/errors.tbl says. The trace of its
 * calls shows what they returned. It runs in a directory that has the file
 * etc/text, the link etc/link to it, and the link etc/loop to itself.
 */
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <asm/prctl.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define CALL(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
#define BAD 8L /* an address that is not mapped */
#define NO_FD 99
#define SYS_selftest 388
#define SYS_interruptions 389
#define SYS_tick 390

static char buffer[4096], long_path[8192];

static void paths(const char *path)
{
	CALL(access, path, 0);
	CALL(chdir, path);
	CALL(faccessat, AT_FDCWD, path, 0);
	CALL(newfstatat, AT_FDCWD, path, buffer, 0);
	CALL(lstat, path, buffer);
	CALL(stat, path, buffer);
	CALL(open, path, O_RDONLY);
	CALL(openat, AT_FDCWD, path, O_RDONLY);
	CALL(readlink, path, buffer, 9L);
	CALL(readlinkat, AT_FDCWD, path, buffer, 9L);
	CALL(statx, AT_FDCWD, path, 0, STATX_MODE, buffer);
}

static void all_paths(void)
{
	memset(long_path, 'x', sizeof(long_path) - 1);
	paths((char *)BAD);
	paths(long_path);
	paths("none");
	paths("etc/text/none");
	paths("etc/loop");
	paths("etc/loop/none");
}

static void descriptors(void)
{
	CALL(close, NO_FD);
	CALL(dup, NO_FD);
	CALL(dup2, NO_FD, 1);
	CALL(dup3, NO_FD, 1, 0);
	CALL(faccessat, NO_FD, "text", 0);
	CALL(fcntl, NO_FD, F_GETFD);
	CALL(getdents64, NO_FD, buffer, 9L);
	CALL(ioctl, NO_FD, 0x5401, buffer);
	CALL(lseek, NO_FD, 0L, SEEK_SET);
	CALL(mmap, NULL, 1L, PROT_READ, MAP_PRIVATE, NO_FD, 0L);
	CALL(fstat, NO_FD, buffer);
	CALL(newfstatat, NO_FD, "text", buffer, 0);
	CALL(openat, NO_FD, "text", O_RDONLY);
	CALL(pread64, NO_FD, buffer, 1L, 0L);
	CALL(read, NO_FD, buffer, 1L);
	CALL(readlinkat, NO_FD, "text", buffer, 9L);
	CALL(readv, NO_FD, NULL, 0L);
	CALL(sendfile, 1, NO_FD, NULL, 1L);
	CALL(statx, NO_FD, "text", 0, STATX_MODE, buffer);
	CALL(write, NO_FD, buffer, 1L);
	CALL(writev, NO_FD, NULL, 0L);
}

static void files(void)
{
	struct iovec io = { buffer, 1 };
	int fd = CALL(open, "etc/text", O_RDONLY);
	int directory = CALL(open, "etc", O_RDONLY);

	CALL(access, "etc/text", 8);
	CALL(access, "etc/text", X_OK);
	CALL(access, "etc/text", W_OK);
	CALL(faccessat, AT_FDCWD, "etc/text", 8);
	CALL(faccessat, AT_FDCWD, "etc/text", X_OK);
	CALL(faccessat, AT_FDCWD, "etc/text", W_OK);
	CALL(dup3, 1, 1, 0);
	CALL(fcntl, fd, 999, 0L);
	CALL(getcwd, BAD, 9L);
	CALL(getcwd, buffer, 0L);
	CALL(getdents64, directory, BAD, 99L);
	CALL(getdents64, directory, buffer, 1L);
	CALL(getdents64, fd, buffer, 99L);
	CALL(ioctl, fd, 0x5401, buffer);
	CALL(lseek, fd, 0L, 9);
	CALL(lseek, 1, 0L, SEEK_SET);
	CALL(newfstatat, AT_FDCWD, "etc", buffer, 1);
	CALL(statx, AT_FDCWD, "etc", 0, 0x80000000, buffer);
	CALL(fstat, fd, BAD);
	CALL(open, "etc/text", O_CREAT | O_EXCL, 0);
	CALL(open, "etc", O_WRONLY);
	CALL(open, "etc/text", O_WRONLY);
	CALL(openat, AT_FDCWD, "etc/text", O_CREAT | O_EXCL, 0);
	CALL(openat, AT_FDCWD, "etc", O_WRONLY);
	CALL(openat, AT_FDCWD, "etc/text", O_WRONLY);
	CALL(pread64, fd, BAD, 1L, 0L);
	CALL(pread64, fd, buffer, 1L, -1L);
	CALL(pread64, directory, buffer, 1L, 0L);
	CALL(pread64, 1, buffer, 1L, 0L);
	CALL(read, fd, BAD, 1L);
	CALL(read, directory, buffer, 1L);
	CALL(readlink, "etc/text", buffer, 9L);
	CALL(readlinkat, AT_FDCWD, "etc/text", buffer, 9L);
	CALL(readv, fd, BAD, 1L);
	CALL(readv, fd, &io, 9999L);
	CALL(readv, directory, &io, 1L);
	CALL(sendfile, 1, fd, BAD, 1L);
	CALL(write, 1, BAD, 1L);
	CALL(writev, 1, BAD, 1L);
	CALL(writev, 1, &io, 9999L);
	while (CALL(dup, 1) >= 0)
		;
	CALL(open, "etc", O_RDONLY);
}

static void memory(void)
{
	char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	const int fixed = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;

	CALL(mmap, NULL, 0L, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
	CALL(mmap, NULL, 1L << 46, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	     0L);
	CALL(mmap, 0L, 4096L, PROT_READ, fixed, -1, 0L);
	CALL(mmap, page, 4096L, PROT_READ,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0L);
	CALL(mprotect, 1L, 1L, PROT_READ);
	CALL(mprotect, 0x10000L, 4096L, PROT_READ);
	CALL(munmap, 1L, 1L);
}

static void times(void)
{
	struct timespec bad = { 0, -1 };

	CALL(clock_getres, 99, buffer);
	CALL(clock_getres, 0, BAD);
	CALL(clock_gettime, 99, buffer);
	CALL(clock_gettime, 0, BAD);
	CALL(clock_nanosleep, 99, 0, &bad, NULL);
	CALL(clock_nanosleep, 0, 0, BAD, NULL);
	CALL(nanosleep, &bad, NULL);
	CALL(nanosleep, BAD, NULL);
	CALL(gettimeofday, BAD, NULL);
	CALL(time, BAD);
	CALL(tick, 100001);
	CALL(interruptions, BAD);
}

static void process(void)
{
	struct user_desc desc = { .entry_number = 9999 };

	CALL(arch_prctl, ARCH_GET_FS, BAD);
	CALL(arch_prctl, 99, 0L);
	CALL(arch_prctl, ARCH_SET_GS, 1L << 63);
	CALL(getgroups, -1, NULL);
	CALL(getpgid, 0x7fffffff);
	CALL(getsid, 0x7fffffff);
	CALL(getrandom, BAD, 8L, 0);
	CALL(getrandom, buffer, 8L, -1);
	CALL(getrlimit, RLIMIT_CPU, BAD);
	CALL(getrlimit, 99, buffer);
	CALL(getrusage, RUSAGE_SELF, BAD);
	CALL(getrusage, 99, buffer);
	CALL(modify_ldt, 1, BAD, sizeof(desc));
	CALL(modify_ldt, 1, &desc, sizeof(desc));
	CALL(modify_ldt, 99, &desc, sizeof(desc));
	CALL(poll, BAD, 1, 0);
	CALL(prctl, PR_SET_NAME, BAD);
	CALL(prctl, 999, 0L);
	CALL(prlimit64, 0, RLIMIT_CPU, NULL, BAD);
	CALL(prlimit64, 0, 99, NULL, NULL);
	CALL(prlimit64, 0, RLIMIT_CPU, buffer, NULL);
	CALL(prlimit64, 0x7fffffff, RLIMIT_CPU, NULL, NULL);
	CALL(selftest, 0);
	CALL(set_robust_list, NULL, 1L);
	CALL(sysinfo, BAD);
	CALL(uname, BAD);
	CALL(wait4, -1, NULL, 0, NULL);
}

static void signals(void)
{
	stack_t odd = { .ss_flags = 99 }, small = { .ss_size = 1 };
	int pid = CALL(getpid);

	CALL(kill, pid, 99);
	CALL(kill, 0x7fffffff, 0);
	CALL(tgkill, 0, 0, 0);
	CALL(tgkill, pid, 0x7fffffff, 0);
	CALL(tkill, 0, 0);
	CALL(tkill, 0x7fffffff, 0);
	CALL(rt_sigaction, SIGUSR1, BAD, NULL, 8L);
	CALL(rt_sigaction, 0, NULL, NULL, 8L);
	CALL(rt_sigpending, BAD, 8L);
	CALL(rt_sigpending, buffer, 99L);
	CALL(rt_sigprocmask, SIG_BLOCK, BAD, NULL, 8L);
	CALL(rt_sigprocmask, SIG_BLOCK, NULL, NULL, 9L);
	CALL(sigaltstack, BAD, NULL);
	CALL(sigaltstack, &odd, NULL);
	CALL(sigaltstack, &small, NULL);
}

int main(void)
{
	all_paths();
	descriptors();
	files();
	memory();
	times();
	process();
	signals();
	return 0;
}
