/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls of every kind of argument, good ones and bad ones, whose lines in
 * strace's format are compared. The result is the same on two systems, or
 * nothing that the line says. It runs in a directory that has etc/text, and
 * ends by SIGSEGV.
 */
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <asm/prctl.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* By number: the C library's function may make another call. */
#define CALL(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
#define BAD 8L /* an address that is not mapped */

static char buffer[200];

static void files(void)
{
	int fd = CALL(open, "etc/text", O_RDONLY), directory;

	CALL(read, fd, buffer, 100L);
	CALL(lseek, fd, 0L, SEEK_SET);
	CALL(lseek, fd, 0L, 9);
	CALL(pread64, fd, buffer, 5L, 2L);
	CALL(read, fd, BAD, 4L);
	CALL(open, "none", O_RDONLY | O_CLOEXEC);
	CALL(open, BAD, O_RDWR | O_NONBLOCK);
	CALL(openat, AT_FDCWD, "none", O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
	CALL(openat, 99, "none", O_RDWR | O_SYNC);
	CALL(open, "etc/text", O_WRONLY | O_CREAT | O_EXCL, 0640);
	directory = CALL(openat, AT_FDCWD, "etc", O_RDONLY | O_DIRECTORY);
	CALL(getdents64, directory, buffer, 200L);
	CALL(getdents64, fd, buffer, 200L);
	CALL(close, directory);
	CALL(close, 99);
	CALL(chdir, "etc");
	CALL(chdir, "..");
	CALL(chdir, "none");
	CALL(readlink, "etc", buffer, 20L);
	CALL(readlinkat, AT_FDCWD, "none", buffer, 20L);
	CALL(getcwd, buffer, 0L);
	CALL(access, "etc", R_OK | X_OK);
	CALL(access, "none", F_OK);
	CALL(access, "none", 8);
	CALL(faccessat, AT_FDCWD, "none", W_OK);
	CALL(dup3, 1, 10, O_CLOEXEC);
	CALL(dup3, 1, 1, 0);
	CALL(dup2, 1, 9);
	CALL(dup, 99);
	CALL(fcntl, 10, F_GETFD);
	CALL(fcntl, 9, F_GETFD);
	CALL(fcntl, 9, F_SETFD, FD_CLOEXEC);
	CALL(fcntl, fd, F_DUPFD, 20);
	CALL(fcntl, fd, F_DUPFD_CLOEXEC, 22);
	CALL(fcntl, 99, F_SETFL, O_RDONLY | O_NONBLOCK);
	CALL(fcntl, 99, F_GETFL);
	CALL(fcntl, fd, 99, 1L);
	CALL(ioctl, fd, TCGETS, buffer);
	CALL(ioctl, 99, 0x12345678, 1L);
}

static void texts(void)
{
	struct iovec io[] = { { "ab\n", 3 }, { "c\td\001\177\n", 6 },
			      { (void *)BAD, 0 }, { NULL, 0 } };
	struct iovec in[] = { { buffer, 3 }, { buffer + 3, 90 } };
	int fd = CALL(open, "etc/text", O_RDONLY);

	CALL(writev, 1, io, 4L);
	CALL(writev, 1, BAD, 2L);
	CALL(write, 1, "a long line that is longer than thirty-two\n", 43L);
	CALL(write, 1, "a line of thirty-two characters\n", 32L);
	CALL(write, 1, "\"\\\0019\0\n", 6L);
	CALL(write, 99, "n", 1L);
	CALL(write, 99, BAD, 4L);
	CALL(readv, fd, in, 2L);
	CALL(lseek, fd, 0L, SEEK_SET);
	CALL(sendfile, 1, fd, NULL, 100L);
}

static void status(void)
{
	struct stat stat;
	struct statx statx;

	CALL(stat, "etc/text", &stat);
	CALL(lstat, "none", &stat);
	CALL(fstat, 99, &stat);
	CALL(newfstatat, AT_FDCWD, "etc/text", &stat, AT_SYMLINK_NOFOLLOW);
	CALL(newfstatat, AT_FDCWD, "etc/text", BAD, 0);
	CALL(newfstatat, AT_FDCWD, "none", &stat, 0xf000);
	CALL(statx, AT_FDCWD, "none", AT_STATX_FORCE_SYNC | AT_EMPTY_PATH,
	     STATX_TYPE | STATX_SIZE, &statx);
}

static void memory(void)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CALL(mprotect, page, 4096L, PROT_READ | PROT_EXEC);
	CALL(mmap, page, 4096L, PROT_NONE,
	     MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0L);
	CALL(munmap, page, 4096L);
	CALL(munmap, 1L, 4096L);
	CALL(mmap, NULL, 0L, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
	CALL(mmap, NULL, 4096L, PROT_READ, MAP_PRIVATE, 99, 8192L);
}

static void times(void)
{
	struct timespec time = { 0, 1000 };
	struct timeval of_day;

	CALL(nanosleep, &time, NULL);
	CALL(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
	CALL(clock_gettime, CLOCK_MONOTONIC, &time);
	CALL(clock_gettime, 99, NULL);
	CALL(clock_getres, CLOCK_REALTIME, &time);
	CALL(gettimeofday, &of_day, NULL);
}

static void process(void)
{
	struct pollfd fd[] = { { 1, POLLOUT, 0 }, { -1, 0, 0 } };
	struct rlimit limit;

	CALL(poll, fd, 2, 0);
	CALL(poll, BAD, 2, 0);
	CALL(uname, BAD);
	CALL(getrlimit, 99, &limit);
	CALL(prlimit64, 0, RLIMIT_NOFILE, NULL, BAD);
	CALL(getrusage, 99, NULL);
	CALL(wait4, -1, NULL, WNOHANG, NULL);
	CALL(getpid);
	CALL(gettid);
	CALL(getgroups, 0, NULL);
	CALL(umask, 022);
	CALL(sched_yield);
	CALL(prctl, PR_SET_NAME, "abc");
	CALL(prctl, PR_GET_NAME, buffer);
	CALL(prctl, PR_GET_NAME, BAD);
	CALL(prctl, PR_GET_DUMPABLE);
	CALL(arch_prctl, ARCH_GET_FS, buffer);
	CALL(arch_prctl, 0x99, 1L);
	CALL(getrandom, NULL, 5L, ~0);
	CALL(set_robust_list, NULL, 23L);
	syscall(500, 1L, 2L, 3L, 4L, 5L, 6L);
}

static void segments(void)
{
	struct user_desc desc = { .entry_number = 1, .base_addr = 0x1000,
				  .limit = 0xfff, .seg_32bit = 1,
				  .useable = 1 };

	CALL(modify_ldt, 0, buffer, 0L);
	CALL(modify_ldt, 0x11, &desc, sizeof(desc));
	CALL(modify_ldt, 1, &desc, 5L);
}

static void handler(int signal)
{
	(void)signal;
}

static void signals(void)
{
	struct sigaction action = { .sa_handler = handler,
				    .sa_flags = SA_RESTART }, old;
	stack_t stack = { .ss_sp = malloc(1 << 16), .ss_size = 1 << 16 };
	sigset_t set;

	signal(SIGUSR2 + 22, handler);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, 34);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR2 + 22);
	CALL(rt_sigpending, &set, 8L);
	sigfillset(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigaddset(&action.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &action, NULL);
	action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESETHAND | SA_ONSTACK;
	sigaction(SIGUSR2, &action, &old);
	signal(SIGUSR1, SIG_IGN);
	CALL(rt_sigaction, 0, NULL, NULL, 8L);
	CALL(rt_sigprocmask, 9, &set, NULL, 8L);
	sigaltstack(&stack, NULL);
	sigaltstack(NULL, &stack);
	kill(getpid(), SIGUSR2);
	kill(getpid(), 0);
	kill(0x7fffffff, 35);
	CALL(tgkill, 0, 0, 65);
}

int main(void)
{
	files();
	texts();
	status();
	memory();
	times();
	process();
	segments();
	signals();
	*(volatile int *)BAD = 0;
	return 0;
}
