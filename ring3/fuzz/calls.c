/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each call must answer for any arguments: a model of ring 0, made from
 * the ABI alone. A number that the model does not have must be no call.
 */
#include <asm/errno.h>
#include <asm/prctl.h>
#include <asm/signal.h>
#include <linux/utsname.h>
#include <unistd_32.h>
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "ring3/lib/wild.h"
#include "fuzz.h"
#include "layout.h"

#define SIGNALS 64	   /* Linux's _NSIG */
#define SIGSET_SIZE 8	   /* bytes */
#define TABLE_NUMBERS 600  /* above both tables' last rows */

bool writable(u64 address, u64 size)
{
	u64 offset = address - (u64)scratch;

	return offset < sizeof(scratch) && size <= sizeof(scratch) - offset;
}

static s64 written(u64 address, u64 size)
{
	return writable(address, size) ? 0 : -EFAULT;
}

static s64 answer_getpid(const u64 *argument)
{
	static s64 pid;

	(void)argument;
	if (!pid)
		pid = sys_getpid();
	return pid;
}

static s64 answer_nothing(const u64 *argument)
{
	(void)argument;
	return 0;
}

static s64 answer_uname(const u64 *argument)
{
	return written(argument[0], sizeof(struct new_utsname));
}

/* observe(NULL) cancels the last order to observe. */
static s64 answer_observe(const u64 *argument)
{
	return argument[0] ? written(argument[0], sizeof(struct crossing)) : 0;
}

static s64 answer_arch_prctl(const u64 *argument)
{
	switch ((s32)argument[0]) {
	case ARCH_SET_FS:
	case ARCH_SET_GS:
		return argument[1] < task_size() ? 0 : -EPERM;
	case ARCH_GET_FS:
	case ARCH_GET_GS:
		return written(argument[1], sizeof(u64));
	default:
		return -EINVAL;
	}
}

static s64 answer_invalid(const u64 *argument)
{
	(void)argument;
	return -EINVAL;
}

static s64 answer_rt_sigaction(const u64 *argument)
{
	s32 signal = argument[0];

	if (argument[3] != SIGSET_SIZE || signal < 1 || signal > SIGNALS)
		return -EINVAL;
	return argument[2] ? written(argument[2], sizeof(struct sigaction)) : 0;
}

/* The call gives no new action, so that the handlers stay. */
static void aim_rt_sigaction(u64 *argument)
{
	argument[1] = 0;
	if (random_below(2))
		argument[3] = SIGSET_SIZE;
	if (random_below(2))
		argument[0] = random_below(SIGNALS + 2);
}

static void aim_arch_prctl(u64 *argument)
{
	if (random_below(4))
		argument[0] = ARCH_SET_GS + random_below(4);
}

struct call {
	u32 number;
	s64 (*answer)(const u64 *argument);
	void (*aim)(u64 *argument); /* NULL: any arguments will do */
};

static const struct call calls_64[] = {
	{ __NR_mmap, answer_mmap, aim_mmap },
	{ __NR_mprotect, answer_mprotect, aim_mprotect },
	{ __NR_munmap, answer_munmap, aim_munmap },
	{ __NR_brk, answer_brk, aim_brk },
	{ __NR_rt_sigaction, answer_rt_sigaction, aim_rt_sigaction },
	{ __NR_sched_yield, answer_nothing, NULL },
	{ __NR_getpid, answer_getpid, NULL },
	{ __NR_gettid, answer_getpid, NULL },
	{ __NR_set_tid_address, answer_getpid, NULL },
	{ __NR_uname, answer_uname, NULL },
	{ __NR_modify_ldt, answer_modify_ldt, aim_modify_ldt },
	{ __NR_arch_prctl, answer_arch_prctl, aim_arch_prctl },
	{ __NR_observe, answer_observe, NULL },
};

static const struct call calls_32[] = {
	{ __NR_ia32_getpid, answer_getpid, NULL },
	{ __NR_ia32_gettid, answer_getpid, NULL },
	{ __NR_ia32_set_tid_address, answer_getpid, NULL },
	{ __NR_ia32_brk, answer_brk, aim_brk },
	{ __NR_ia32_munmap, answer_munmap, aim_munmap },
	{ __NR_ia32_uname, answer_uname, NULL },
	{ __NR_ia32_modify_ldt, answer_modify_ldt, aim_modify_ldt },
	{ __NR_ia32_mprotect, answer_mprotect, aim_mprotect },
	{ __NR_ia32_sched_yield, answer_nothing, NULL },
	{ __NR_ia32_mmap2, answer_mmap2, aim_mmap },
	{ __NR_ia32_arch_prctl, answer_invalid, NULL },
	{ __NR_ia32_observe, answer_observe, NULL },
};

/* The numbers of ring 0's tables. */
#define __SYSCALL(number, entry) number,
static const u32 numbers_64[] = {
#include "syscalls_64.h"
};
static const u32 numbers_32[] = {
#include "syscalls_32.h"
};
#undef __SYSCALL

static const struct call *find_call(enum call_way gate, u32 number)
{
	bool ia32 = gates[gate].ia32;
	const struct call *calls = ia32 ? calls_32 : calls_64;
	size_t count = ia32 ? ARRAY_SIZE(calls_32) : ARRAY_SIZE(calls_64);

	for (size_t i = 0; i < count; i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

static bool contains(const u32 *numbers, size_t count, u32 number)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

/*
 * Calls without a model: they end the program, write to the log, change what
 * the others answer, or read files.
 */
static bool excluded(enum call_way gate, u32 number)
{
	if (find_call(gate, number))
		return false;
	return gates[gate].ia32
		       ? contains(numbers_32, ARRAY_SIZE(numbers_32), number)
		       : contains(numbers_64, ARRAY_SIZE(numbers_64), number);
}

static unsigned int count_excluded(enum call_way gate)
{
	unsigned int count = 0;

	for (u32 number = 0; number < TABLE_NUMBERS; number++)
		count += excluded(gate, number);
	return count;
}

void tell_excluded(void)
{
	print("# left out, for want of a model: %u calls of 64-bit code's, %u "
	      "of i386's\n",
	      count_excluded(BY_SYSCALL), count_excluded(BY_INT80));
}

/* Half of the numbers are calls; the others are small, negative, or random. */
static u32 random_number(enum call_way gate)
{
	switch (random_below(8)) {
	case 0:
		return random_below(TABLE_NUMBERS);
	case 1:
		return -random_below(TABLE_NUMBERS);
	case 2:
	case 3:
		return random_value();
	default:
		return gates[gate].ia32
			       ? calls_32[random_below(ARRAY_SIZE(calls_32))]
					 .number
			       : calls_64[random_below(ARRAY_SIZE(calls_64))]
					 .number;
	}
}

u64 narrow(u64 *word)
{
	u32 low = *word;

	if (low >= (u64)scratch && low < (u64)scratch + SCRATCH_SIZE)
		return low;
	if (low >= PAGE_SIZE && low < LOWEST_RANDOM)
		*word |= LOWEST_RANDOM;
	return (u32)*word;
}

/* Returns the value that the call gets as argument index. */
static u64 argument_of(enum call_way gate, size_t index, u64 *word)
{
	u8 where = gates[gate].arguments[index];

	if (gates[gate].ia32)
		return narrow(&word[where]);
	/* 32-bit code may lose the upper halves of its eight registers. */
	if (gates[gate].compat && where <= STATE_DI)
		word[where] = narrow(&word[where]);
	return word[where];
}

/* Stores the arguments in their registers. Bits that no call sees stay. */
static void put_arguments(enum call_way gate, const u64 *argument, u64 *word)
{
	for (size_t i = 0; i < ARGUMENTS; i++) {
		u64 *to = &word[gates[gate].arguments[i]];

		if (gates[gate].ia32)
			*to = (*to & -1ul << 32) | (u32)argument[i];
		else
			*to = argument[i];
	}
}

s64 random_call(enum call_way gate, u64 sp, struct machine_state *in)
{
	const struct call *call;
	u64 *word = in->word, argument[ARGUMENTS];
	u32 number;

	do
		number = random_number(gate);
	while (excluded(gate, number));
	call = find_call(gate, number);
	word[STATE_AX] = random_value() << 32 | number;
	for (size_t i = 0; i < ARGUMENTS; i++)
		argument[i] = argument_of(gate, i, word);
	if (call && call->aim) {
		call->aim(argument);
		put_arguments(gate, argument, word);
	}
	/* mmap2 is the only modelled i386 call with six arguments. */
	if (call && call->answer == answer_mmap2 && !wild_sixth(gate, sp))
		return -EFAULT;
	return call ? call->answer(argument) : -ENOSYS;
}
