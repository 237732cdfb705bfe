/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A lock that several CPUs take. Whoever holds it must neither wait for another
 * CPU nor be at its end (task_exit()), and no handler of an interrupt, #DB or
 * an NMI takes one: then it may be held with interrupts on.
 */
#ifndef GATEHOUSE_SPINLOCK_H
#define GATEHOUSE_SPINLOCK_H

#include "cpu_ops.h"

/* On a cache line of its own, so that waiting for one slows no other data. */
struct spinlock {
	u32 held;
} __attribute__((aligned(64)));

static inline void spin_lock(struct spinlock *lock)
{
	/* Reads alone while it is held: they leave the line where it is. */
	while (__atomic_exchange_n(&lock->held, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->held, __ATOMIC_RELAXED))
			cpu_relax();
}

static inline void spin_unlock(struct spinlock *lock)
{
	__atomic_store_n(&lock->held, 0, __ATOMIC_RELEASE);
}

#endif
