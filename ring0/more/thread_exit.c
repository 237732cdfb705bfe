/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a thread: it marks the locks that it had (robust futexes), and
 * tells who waits for its end. What it reads is ring 3's word.
 */

#include "more/threads.h"
#include "mm/user_copy.h"

#define FUTEX_WAITERS 0x80000000
#define FUTEX_OWNER_DIED 0x40000000
#define FUTEX_TID_MASK 0x3fffffff
#define ROBUST_LIST_LIMIT 2048

/* A list of 32-bit code's has words of 4 bytes. */
static u32 word_size(void)
{
	return current_task()->personality == PERSONALITY_X86_64 ? 8 : 4;
}

static bool read_word(u64 *to, u64 user)
{
	*to = 0;
	return copy_from_user(to, user, word_size());
}

/* Its owner has died; one that waits for it learns that. */
static bool mark(u64 lock)
{
	u32 value;

	if (lock % sizeof(value) ||
	    !copy_from_user(&value, lock, sizeof(value)))
		return false;
	if ((value & FUTEX_TID_MASK) != current_task()->tid)
		return true;
	value = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
	if (!copy_to_user(lock, &value, sizeof(value)))
		return false;
	if (value & FUTEX_WAITERS)
		thread_wake(lock, ~0u, 1);
	return true;
}

/*
 * The head: the first entry, how far its lock is from each, and one that was
 * being locked. The lowest bit says of a lock that it is a PI one.
 */
static void mark_all(void)
{
	u64 head = current_task()->robust_list, entry, offset, pending;
	u32 limit = ROBUST_LIST_LIMIT, word = word_size();

	if (!head || !read_word(&entry, head) ||
	    !read_word(&offset, head + word) ||
	    !read_word(&pending, head + 2 * word))
		return;
	if (word == sizeof(u32))
		offset = (s32)offset;
	while ((entry & ~1ull) != head && limit--) {
		entry &= ~1ull;
		if (entry != pending && !mark(entry + offset))
			return;
		if (!read_word(&entry, entry))
			return;
	}
	if (pending)
		mark((pending & ~1ull) + offset);
}

void thread_exit(s32 code)
{
	u64 clear = current_task()->clear_tid;
	const u32 zero = 0;

	mark_all();
	if (thread_is_last())
		return;
	if (clear && copy_to_user(clear, &zero, sizeof(zero)))
		thread_wake(clear, ~0u, 1);
	thread_end(code);
}
