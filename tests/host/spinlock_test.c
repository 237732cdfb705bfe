/* SPDX-License-Identifier: BSD-2-Clause */
/* A spinlock between threads: no addition is lost, and both get their turn. */
#include <pthread.h>
#include "tap.h"
#include "types.h"
#include "spinlock.h"

#define THREADS 4
#define ADDITIONS 300000

static struct {
	struct spinlock lock;
	volatile u64 sum;
	u64 beside;
} shared;

/* The read and the write are apart, so that others come between them. */
static void *add(void *unused)
{
	u32 i;

	for (i = 0; i < ADDITIONS; i++) {
		u64 sum;

		spin_lock(&shared.lock);
		sum = shared.sum;
		cpu_relax();
		shared.sum = sum + 1;
		spin_unlock(&shared.lock);
	}
	return unused;
}

static void holds(bool good, const char *name)
{
	check(good, "it does not hold");
	result(name);
}

int main(void)
{
	pthread_t threads[THREADS];
	u32 i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, add, NULL);
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	holds(shared.sum == THREADS * ADDITIONS, "no addition is lost");
	holds(!shared.lock.held, "it is free at the end");
	holds((u64)&shared.sum - (u64)&shared.lock >= 64,
	      "nothing else lies on its cache line");
	return tap_end();
}
