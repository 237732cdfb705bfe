/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads as C libraries make them: what each has of its own, locks, waits,
 * signals, and the end of each. What it prints depends on no order of theirs.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fenv.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8
#ifdef NO_NAMES /* musl has none */
#define strerrorname_np(error) strerror(error)
#endif
#define MILLISECOND 1000000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static _Thread_local long local = 5;
static long sum;
static volatile int flag;

static void sleep_ms(long count)
{
	const struct timespec time = { 0, count * MILLISECOND };

	nanosleep(&time, NULL);
}

static void start(pthread_t *threads, int count, void *(*function)(void *))
{
	for (long i = 0; i < count; i++) {
		int error = pthread_create(&threads[i], NULL, function,
					   (void *)i);

		if (error)
			printf("pthread_create: %s\n", strerror(error));
	}
}

static void join(const char *what, const pthread_t *threads, int count)
{
	void *result;

	for (int i = 0; i < count; i++) {
		pthread_join(threads[i], &result);
		printf("%s, thread %d: %ld\n", what, i, (long)result);
	}
}

static void *add(void *number)
{
	local += (long)number;
	for (int i = 0; i < 1000; i++) {
		pthread_mutex_lock(&lock);
		sum++;
		pthread_mutex_unlock(&lock);
		if (i % 100 == 0)
			sched_yield();
	}
	pthread_barrier_wait(&barrier);
	return (void *)local;
}

static void *wait_for_flag(void *number)
{
	pthread_mutex_lock(&lock);
	while (!flag)
		pthread_cond_wait(&condition, &lock);
	pthread_mutex_unlock(&lock);
	return number;
}

/* Its rounding is its own, x87's and SSE's, and so is what it computes. */
static void *compute(void *number)
{
	static const int mode[] = { FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };
	volatile double one = 1, three = 3, first;
	int same = 1;

	fesetround(mode[(long)number]);
	first = one / three;
	while (!flag)
		same &= fegetround() == mode[(long)number] &&
			one / three == first;
	return (void *)(long)(same + 2 * (first * three < 1));
}

static void *wait_forever(void *unused)
{
	while (!unused)
		pause();
	return NULL;
}

static volatile sig_atomic_t seen;
static pthread_t seen_by;

static void handler(int signal)
{
	seen = signal;
	seen_by = pthread_self();
}

static void *send_to_process(void *unused)
{
	sleep_ms(2);
	kill(getpid(), SIGUSR2);
	return unused;
}

static void *take_signal(void *set)
{
	int signal = 0;

	sigwait(set, &signal);
	return (void *)(long)signal;
}

static void *block_and_wait(void *unused)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_sigmask(SIG_BLOCK, NULL, &old);
	while (!flag)
		sched_yield();
	(void)unused;
	return (void *)(long)sigismember(&old, SIGUSR1);
}

static void signals(void)
{
	struct sigaction action = { .sa_handler = handler };
	pthread_t main_thread = pthread_self(), thread;
	sigset_t set, own;
	void *result;

	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR2, &action, NULL);
	start(&thread, 1, wait_forever);
	sleep_ms(1);
	pthread_kill(thread, SIGUSR1);
	while (!seen)
		sleep_ms(1);
	printf("signal %d came to the thread: %d\n", (int)seen,
	       pthread_equal(seen_by, thread));
	pthread_cancel(thread);
	pthread_join(thread, &result);
	printf("it was cancelled: %d\n", result == PTHREAD_CANCELED);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, &own);
	start(&thread, 1, send_to_process);
	sigsuspend(&own);
	printf("signal %d ended sigsuspend() of the first: %d\n", (int)seen,
	       pthread_equal(seen_by, main_thread));
	pthread_sigmask(SIG_SETMASK, &own, NULL);
	pthread_join(thread, NULL);
	flag = 0;
	start(&thread, 1, block_and_wait);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_sigmask(SIG_BLOCK, NULL, &own);
	printf("the other's mask is not here: %d\n",
	       sigismember(&own, SIGUSR1));
	flag = 1;
	join("its mask has SIGUSR1", &thread, 1);
	pthread_create(&thread, NULL, take_signal, &set);
	sleep_ms(1);
	kill(getpid(), SIGUSR2);
	join("sigwait", &thread, 1);
}

static void *die_with_lock(void *mutex)
{
	pthread_mutex_lock(mutex);
	return NULL;
}

static void locks(void)
{
	pthread_mutexattr_t attribute;
	pthread_mutex_t mutex;
	struct timespec time;
	pthread_t thread;
	sem_t semaphore;

	pthread_mutexattr_init(&attribute);
	pthread_mutexattr_setrobust(&attribute, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&mutex, &attribute);
	pthread_create(&thread, NULL, die_with_lock, &mutex);
	pthread_join(thread, NULL);
	printf("the lock of one that has ended: %s\n",
	       strerrorname_np(pthread_mutex_lock(&mutex)));
	clock_gettime(CLOCK_REALTIME, &time);
	time.tv_nsec += 2 * MILLISECOND;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	pthread_mutex_lock(&lock);
	printf("a wait with an end: %s\n", strerrorname_np(
		pthread_cond_timedwait(&condition, &lock, &time)));
	pthread_mutex_unlock(&lock);
	sem_init(&semaphore, 0, 1);
	sem_wait(&semaphore);
	clock_gettime(CLOCK_REALTIME, &time);
	sem_timedwait(&semaphore, &time);
	printf("a semaphore: %s\n", strerrorname_np(errno));
}

#define FUTEX(...)                                                         \
	do {                                                               \
		errno = 0;                                                 \
		long result_ = syscall(SYS_futex, __VA_ARGS__);            \
		printf("futex(" #__VA_ARGS__ "): %ld %s\n", result_,       \
		       errno ? strerrorname_np(errno) : "");               \
	} while (0)

static void futexes(void)
{
	static struct timespec now, bad = { 0, -1 };
	static int word, other;
	char *odd = (char *)&word + 1;

	FUTEX(&word, FUTEX_WAIT, 1, NULL);
	FUTEX(&word, FUTEX_WAIT, 0, &now);
	FUTEX(&word, FUTEX_WAIT, 0, &bad);
	FUTEX(&word, FUTEX_WAIT, 0, 8);
	FUTEX(odd, FUTEX_WAIT, 0, NULL);
	FUTEX(8, FUTEX_WAIT, 0, NULL);
	FUTEX(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0);
	FUTEX(&word, FUTEX_WAKE, 1);
	FUTEX(&word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1);
	FUTEX(odd, FUTEX_WAKE, 1);
	FUTEX(&word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0);
	FUTEX(&word, FUTEX_REQUEUE, 1, 1, &other);
	FUTEX(&word, FUTEX_REQUEUE, -1, 1, &other);
	FUTEX(&word, FUTEX_CMP_REQUEUE, 1, 1, &other, 7);
	FUTEX(&word, FUTEX_CMP_REQUEUE, 1, 1, odd, 0);
	FUTEX(&word, FUTEX_WAKE_OP, 1, 1, &other,
	      FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 0));
	FUTEX(&word, FUTEX_WAKE_OP, 1, 1, &other,
	      FUTEX_OP(7, 5, FUTEX_OP_CMP_EQ, 0));
	FUTEX(&word, FUTEX_FD, 1);
	FUTEX(&word, 77, 1);
	printf("the other word: %d\n", other);
}

static void *leave(void *unused)
{
	(void)unused;
	sleep_ms(5);
	puts("the last thread ends the program");
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];

	setvbuf(stdout, NULL, _IOLBF, 0); /* whole lines in the log */
	futexes();
	pthread_barrier_init(&barrier, NULL, THREADS);
	start(threads, THREADS, add);
	join("its number and 5", threads, THREADS);
	printf("all have counted to %ld; here it is %ld\n", sum, local);
	start(threads, THREADS, wait_for_flag);
	sleep_ms(1);
	pthread_mutex_lock(&lock);
	flag = 1;
	pthread_cond_broadcast(&condition);
	pthread_mutex_unlock(&lock);
	join("woken", threads, THREADS);
	flag = 0;
	start(threads, 3, compute);
	sleep_ms(50);
	flag = 1;
	join("each has its own rounding", threads, 3);
	signals();
	locks();
	start(threads, 1, leave);
	pthread_exit(NULL);
}
