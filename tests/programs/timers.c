/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals of a timer: a thousand that come during calls, and calls that wait
 * for one. It prints what each came to, and no times, so that two systems can
 * be compared.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#define SIGNALS 1000
#define MICROSECONDS 1000 /* between two */

static volatile sig_atomic_t seen;
static siginfo_t last;

static void handler(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	last = *info;
	seen++;
}

static void install(int signal, int flags)
{
	struct sigaction action = { .sa_sigaction = handler,
				    .sa_flags = SA_SIGINFO | flags };

	sigaction(signal, &action, NULL);
}

static void set_timer(long micros, long interval)
{
	struct itimerval timer = { { 0, interval }, { 0, micros } };

	seen = 0;
	if (setitimer(ITIMER_REAL, &timer, NULL))
		perror("setitimer");
}

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/*
 * Whatever is interrupted, by whichever gate: registers, results and SSE state
 * are as if nothing had come.
 */
static long call_with_marks(long number)
{
	register long r8 asm("r8") = 0x8888, r9 asm("r9") = 0x9999;
	register long r10 asm("r10") = 0xaaaa, r12 asm("r12") = 0xcccc;
	register long r15 asm("r15") = 0xffff;
	double mark = 1.25, out;
	long result, rbx = 0xbbbb;

	asm volatile("movsd %[mark], %%xmm7\n"
		     "syscall\n"
		     "movsd %%xmm7, %[out]\n"
		     : "=a"(result), "+b"(rbx), "+r"(r8), "+r"(r9), "+r"(r10),
		       "+r"(r12), "+r"(r15), [out] "=m"(out)
		     : "0"(number), [mark] "m"(mark)
		     : "rcx", "r11", "xmm7", "memory");
	if (rbx != 0xbbbb || r8 != 0x8888 || r9 != 0x9999 || r10 != 0xaaaa ||
	    r12 != 0xcccc || r15 != 0xffff || out != 1.25)
		return -1;
	return result;
}

static void many(void)
{
	long self = getpid(), wrong = 0, calls = 0, by_int80;

	install(SIGALRM, SA_RESTART);
	set_timer(MICROSECONDS, MICROSECONDS);
	while (seen < SIGNALS) {
		wrong += call_with_marks(SYS_getpid) != self;
		asm volatile("int $0x80" : "=a"(by_int80) : "0"(20l) :
			     "memory");
		wrong += by_int80 != self;
		calls++;
	}
	set_timer(0, 0);
	printf("%d signals, enough calls: %s, wrong: %ld\n", SIGNALS,
	       calls > SIGNALS ? "yes" : "no", wrong);
	printf("the last: %d, code %#x, from %d\n", last.si_signo,
	       last.si_code, last.si_pid);
}

static void show(const char *what, long result, long start, long least)
{
	printf("%s: %ld (%s), %d signals, %s\n", what, result,
	       result < 0 ? strerrorname_np(errno) : "-", (int)seen,
	       now() - start >= least ? "not early" : "early");
}

static void waits(void)
{
	struct timespec time = { 0, 30000000 }, rest = { 0 };
	long start = now();

	show("nanosleep", nanosleep(&time, NULL), start, 30000);
	start = now();
	show("poll", poll(NULL, 0, 20), start, 20000);
	install(SIGALRM, SA_RESTART);
	start = now();
	set_timer(10000, 0);
	show("pause", pause(), start, 10000);
	set_timer(10000, 0);
	time.tv_sec = 100;
	start = now();
	show("nanosleep, interrupted", nanosleep(&time, &rest), start, 10000);
	printf("its rest: %s\n", rest.tv_sec >= 90 && rest.tv_sec <= 100 ?
					 "as much as there was" : "not so");
	set_timer(10000, 0);
	start = now();
	show("until then, interrupted",
	     clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME,
			     &(struct timespec){ 1l << 40, 0 }, NULL),
	     start, 10000);
	set_timer(10000, 0);
	start = now();
	show("poll, interrupted", poll(NULL, 0, 100000), start, 10000);
	time = (struct timespec){ 0, -1 };
	start = now();
	show("nanosleep, no time", nanosleep(&time, NULL), start, 0);
}

/* The mask during the wait, in the handler, and after it. */
static void masks(void)
{
	sigset_t alarm_only, none, old, pending;
	struct timespec time = { 0, 20000000 };
	siginfo_t info;
	long start = now();

	sigemptyset(&none);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm_only, NULL);
	set_timer(5000, 0);
	usleep(20000);
	sigpending(&pending);
	printf("blocked: %d came, pending %d\n", (int)seen,
	       sigismember(&pending, SIGALRM));
	show("sigsuspend", sigsuspend(&none), start, 5000);
	sigprocmask(SIG_BLOCK, NULL, &old);
	printf("after it blocked: %d\n", sigismember(&old, SIGALRM));
	set_timer(5000, 0);
	start = now();
	show("sigwaitinfo", sigwaitinfo(&alarm_only, &info), start, 5000);
	printf("it says %d, code %#x\n", info.si_signo, info.si_code);
	start = now();
	show("sigtimedwait", sigtimedwait(&alarm_only, &info, &time), start,
	     20000);
	install(SIGUSR1, 0);
	raise(SIGALRM);
	sigaddset(&none, SIGALRM);
	raise(SIGUSR1);
	show("sigtimedwait, there", sigtimedwait(&alarm_only, &info, &time),
	     start, 0);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
}

static void timers(void)
{
	struct itimerval timer = { { 2, 0 }, { 5, 0 } }, old;
	struct tms times_now;

	printf("alarm: %u, ", alarm(100));
	printf("then %u, ", alarm(50));
	printf("then %u\n", alarm(0));
	setitimer(ITIMER_REAL, &timer, &old);
	printf("before: %ld %ld\n", (long)old.it_value.tv_sec,
	       (long)old.it_value.tv_usec);
	getitimer(ITIMER_REAL, &old);
	printf("interval %ld, 4 to 5 seconds are left: %d\n",
	       (long)old.it_interval.tv_sec,
	       old.it_value.tv_sec == 4 || old.it_value.tv_sec == 5);
	timer.it_value.tv_usec = 1000000;
	printf("no time: %d %s\n", setitimer(ITIMER_REAL, &timer, NULL),
	       strerrorname_np(errno));
	printf("no timer: %d %s\n", setitimer(7, &timer, NULL),
	       strerrorname_np(errno));
	set_timer(0, 0);
	printf("times: %d\n", times(&times_now) > 0);
}

static double seconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static const struct timespec longer = { 0, 60000000 };

/* A timer of the program's own time: it does not pass while it sleeps. */
static void own_time(const char *name, int which, int signal)
{
	const struct itimerval timer = { { 0, 0 }, { 0, 20000 } };

	install(signal, 0);
	seen = 0;
	setitimer(which, &timer, NULL);
	nanosleep(&longer, NULL);
	printf("%s, after a sleep: %d, ", name, (int)seen);
	while (!seen)
		;
	printf("%d after it has worked\n", (int)seen);
}

static void own_clocks(void)
{
	double process = seconds(CLOCK_PROCESS_CPUTIME_ID);
	double thread = seconds(CLOCK_THREAD_CPUTIME_ID);
	double real = seconds(CLOCK_MONOTONIC);

	nanosleep(&longer, NULL);
	real = seconds(CLOCK_MONOTONIC) - real;
	process = seconds(CLOCK_PROCESS_CPUTIME_ID) - process;
	thread = seconds(CLOCK_THREAD_CPUTIME_ID) - thread;
	printf("a sleep is nobody's time: %d %d\n", process < real - 0.03,
	       thread < real - 0.03);
	own_time("ITIMER_VIRTUAL", ITIMER_VIRTUAL, SIGVTALRM);
	own_time("ITIMER_PROF", ITIMER_PROF, SIGPROF);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0); /* whole lines in the log */
	many();
	waits();
	masks();
	timers();
	own_clocks();
	printf("the end by SIGALRM:\n");
	fflush(stdout);
	signal(SIGALRM, SIG_DFL);
	set_timer(1000, 0);
	pause();
	return 0;
}
