/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copies between ring 0 and ring 3. The instruction that may fault has an entry
 * in the exception table. A page that ring 3 has not touched yet comes by the
 * fault, and the copy goes on; any other fault ends the copy, not the machine.
 */

#include "mm/user_copy.h"
#include "extable.h"
#include "cpu/percpu.h"
#include "cpu/smap.h"
#include "lib/nospec.h"

bool access_ok(u64 user, u64 size)
{
	u64 limit = this_cpu->task_size;

	return size <= limit && user <= limit - size;
}

/* By words, then what is left by bytes. Returns 0 if all of it was copied. */
static u64 copy(void *to, const void *from, u64 size)
{
	u64 words = size / sizeof(u64), bytes = size % sizeof(u64);

	stac();
	asm volatile("1: rep movsq\n"
		     "   xchgq %%rcx, %[bytes]\n"
		     "2: rep movsb\n"
		     "3:\n" EXTABLE("1b", "3b") EXTABLE("2b", "3b")
		     : "+D"(to), "+S"(from), "+c"(words), [bytes] "+r"(bytes)
		     :
		     : "memory");
	clac();
	return words | bytes;
}

/* HAZARD spectre-v1: what access_ok() refuses is not read by a guess. */
bool copy_from_user(void *to, u64 user, u64 size)
{
	if (!access_ok(user, size))
		return false;
	barrier_nospec();
	return !copy(to, (const void *)user, size);
}

bool copy_to_user(u64 user, const void *from, u64 size)
{
	return access_ok(user, size) && !copy((void *)user, from, size);
}
