/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * futex: threads wait for a word of memory to change. There is one address
 * space, so private ones and shared ones are alike. No thread runs while ring 0
 * looks at the word, so that needs no lock.
 */

#include "more/threads.h"
#include <asm/errno.h>
#include <linux/futex.h>
#include "cpu_ops.h"
#include "mm/user_copy.h"
#include "sys/clock.h"
#include "sys/syscall.h"
#include "task/wait.h"

struct request {
	u64 word;
	u32 op, value, value2, value3;
	u64 other;
	s64 time[2];
	bool timed;
};

static long read_word(u32 *to, u64 word)
{
	if (word % sizeof(*to))
		return -EINVAL;
	return copy_from_user(to, word, sizeof(*to)) ? 0 : -EFAULT;
}

/* A program with one thread waits for a signal, or in vain. */
static enum wait_end wait(u64 key, u32 bitset, u64 until)
{
	if (thread_current())
		return thread_wait(key, bitset, until);
	return wait_until(until) ? WAIT_TIMEOUT : WAIT_SIGNAL;
}

/* Of all clocks the time is the same; FUTEX_WAIT's is from now on. */
static long futex_wait(const struct request *r, u32 bitset, bool absolute)
{
	u64 until = WAIT_FOREVER;
	u32 value;
	long error;

	if (!bitset)
		return -EINVAL;
	if (r->timed && !clock_end(r->time, absolute ? 0 : rdtsc(), &until))
		return -EINVAL;
	error = read_word(&value, r->word);
	if (error)
		return error;
	if (value != r->value)
		return -EAGAIN;
	switch (wait(r->word, bitset, until)) {
	case WAIT_WOKEN:
		return 0;
	case WAIT_TIMEOUT:
		return -ETIMEDOUT;
	default:
		return r->timed ? -ERESTARTNOHAND : -ERESTARTSYS;
	}
}

/* Linux's takes 0 and less for 1. */
static u32 wake(u64 word, u32 bitset, u32 count)
{
	if (!thread_current())
		return 0;
	return thread_wake(word, bitset, (s32)count > 1 ? count : 1);
}

static long futex_wake(const struct request *r, u32 bitset)
{
	if (!bitset || r->word % sizeof(u32))
		return -EINVAL;
	if (!access_ok(r->word, sizeof(u32)))
		return -EFAULT;
	return wake(r->word, bitset, r->value);
}

static long requeue(const struct request *r, bool compare)
{
	u32 value;
	long error = read_word(&value, r->word), woken;

	if ((s32)r->value < 0 || (s32)r->value2 < 0 ||
	    r->other % sizeof(u32))
		return -EINVAL;
	if (!access_ok(r->other, sizeof(u32)))
		return -EFAULT;
	if (error && (compare || error == -EINVAL))
		return error;
	if (compare && value != r->value3)
		return -EAGAIN;
	if (!thread_current())
		return 0;
	woken = thread_wake(r->word, ~0u, r->value);
	return woken + thread_requeue(r->word, r->other, r->value2);
}

/* FUTEX_OP()'s fields: what to do, compare, and with what. */
static bool operate(u32 encoded, u32 old, u32 *new)
{
	u32 operand = (s32)(encoded << 8) >> 20;

	if (encoded >> 28 & FUTEX_OP_OPARG_SHIFT)
		operand = 1u << (operand & 31);
	switch (encoded >> 28 & 7) {
	case FUTEX_OP_SET:
		*new = operand;
		return true;
	case FUTEX_OP_ADD:
		*new = old + operand;
		return true;
	case FUTEX_OP_OR:
		*new = old | operand;
		return true;
	case FUTEX_OP_ANDN:
		*new = old & ~operand;
		return true;
	case FUTEX_OP_XOR:
		*new = old ^ operand;
		return true;
	default:
		return false;
	}
}

/* 1 or 0, or -ENOSYS. */
static long compare(u32 encoded, s32 old)
{
	s32 with = (s32)(encoded << 20) >> 20;

	switch (encoded >> 24 & 15) {
	case FUTEX_OP_CMP_EQ:
		return old == with;
	case FUTEX_OP_CMP_NE:
		return old != with;
	case FUTEX_OP_CMP_LT:
		return old < with;
	case FUTEX_OP_CMP_LE:
		return old <= with;
	case FUTEX_OP_CMP_GT:
		return old > with;
	case FUTEX_OP_CMP_GE:
		return old >= with;
	default:
		return -ENOSYS;
	}
}

static long wake_op(const struct request *r)
{
	u32 old, new;
	long error = read_word(&old, r->other), also;

	if (error)
		return error;
	if (r->word % sizeof(u32))
		return -EINVAL;
	if (!access_ok(r->word, sizeof(u32)))
		return -EFAULT;
	if (!operate(r->value3, old, &new))
		return -ENOSYS;
	if (!copy_to_user(r->other, &new, sizeof(new)))
		return -EFAULT;
	also = compare(r->value3, old);
	if (also < 0)
		return also;
	return wake(r->word, ~0u, r->value) +
	       (also ? wake(r->other, ~0u, r->value2) : 0);
}

static bool takes_time(u32 op)
{
	u32 command = op & FUTEX_CMD_MASK;

	return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

/* Those with priorities (PI) are not there. */
static long futex(const struct request *r)
{
	u32 command = r->op & FUTEX_CMD_MASK;

	if ((r->op & FUTEX_CLOCK_REALTIME) && command != FUTEX_WAIT_BITSET &&
	    command != FUTEX_WAIT)
		return -ENOSYS;
	switch (command) {
	case FUTEX_WAIT:
		return futex_wait(r, FUTEX_BITSET_MATCH_ANY, false);
	case FUTEX_WAIT_BITSET:
		return futex_wait(r, r->value3, true);
	case FUTEX_WAKE:
		return futex_wake(r, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAKE_BITSET:
		return futex_wake(r, r->value3);
	case FUTEX_REQUEUE:
		return requeue(r, false);
	case FUTEX_CMP_REQUEUE:
		return requeue(r, true);
	case FUTEX_WAKE_OP:
		return wake_op(r);
	default:
		return -ENOSYS;
	}
}

SYSCALL_DEFINE6(futex, u64, word, u32, op, u32, value, u64, time, u64, other,
		u32, value3)
{
	struct request r = { word,   op,    value, time,
			     value3, other, { 0 }, false };

	r.timed = time && takes_time(op);
	if (r.timed && !copy_from_user(r.time, time, sizeof(r.time)))
		return -EFAULT;
	return futex(&r);
}

/* Times of 32 bits. */
COMPAT_SYSCALL_DEFINE6(futex_time32, u64, word, u32, op, u32, value, u64, time,
		       u64, other, u32, value3)
{
	struct request r = { word,   op,    value, time,
			     value3, other, { 0 }, false };
	s32 narrow[2];

	r.timed = time && takes_time(op);
	if (r.timed && !copy_from_user(narrow, time, sizeof(narrow)))
		return -EFAULT;
	if (r.timed) {
		r.time[0] = narrow[0];
		r.time[1] = narrow[1];
	}
	return futex(&r);
}

/* Of the thread that asks; another's is not looked for. */
SYSCALL_DEFINE3(get_robust_list, u32, tid, u64, head_user, u64, size_user)
{
	static const u64 size = 24;
	u64 head = current_task()->robust_list;

	if (tid && tid != current_task()->tid)
		return -ESRCH;
	return copy_to_user(size_user, &size, sizeof(size)) &&
			       copy_to_user(head_user, &head, sizeof(head)) ?
		       0 :
		       -EFAULT;
}
