/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kstack tells where on its kernel stack a handler runs, in so many calls by
 * each gate, and whether a call leaves words there. It prints what it sees, and
 * tests/kstack.t judges that. Needs selftest=on.
 */
#include <unistd_32.h>
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/string.h"

#define CALLS 8192
#define STEP 8	  /* bytes: a stack's alignment */
#define BINS 1024 /* for depths of up to 8 KiB */
#define SECRET 0x5ec2e75ec2e75ec2

int main(void);

static u32 count[BINS];

static const struct {
	const char *name;
	gate_call *call;
	u32 number;
} gate[] = {
	{ "syscall", call_syscall, __NR_selftest },
	{ "sysenter", call_sysenter, __NR_selftest },
	{ "int80", call_int80, __NR_ia32_selftest },
};

static long selftest(unsigned int by, u32 what, u64 argument)
{
	return gate[by].call(gate[by].number, what, argument, 0, 0, 0, 0);
}

/* One line: how many depths, the least and the most, the rarest, the most
 * frequent, and how often the same came twice in a row. */
static void tell_depths(unsigned int by)
{
	u32 different = 0, rarest = CALLS, most = 0, again = 0;
	u32 low = BINS, high = 0, last = BINS;

	memset(count, 0, sizeof(count));
	for (u32 i = 0; i < CALLS; i++) {
		u32 bin = selftest(by, SELFTEST_STACK_DEPTH, 0) / STEP % BINS;

		count[bin]++;
		again += bin == last;
		last = bin;
		low = bin < low ? bin : low;
		high = bin > high ? bin : high;
	}
	for (u32 bin = low; bin <= high; bin++) {
		different += count[bin] > 0;
		rarest = count[bin] < rarest ? count[bin] : rarest;
		most = count[bin] > most ? count[bin] : most;
	}
	print("kstack: %s: %u calls, %u depths over %u bytes, rarest %u, "
	      "most frequent %u, again %u\n", gate[by].name, CALLS, different,
	      (high - low) * STEP, rarest, most, again);
}

int main(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(gate); i++) {
		if (gate[i].call == call_sysenter && !cpu_identity()->sysenter)
			continue;
		tell_depths(i);
		selftest(i, SELFTEST_LEAVE_SECRET, SECRET);
		print("kstack: %s: %ld words of a secret are left\n",
		      gate[i].name, selftest(i, SELFTEST_FIND_SECRET, SECRET));
	}
	return 0;
}
