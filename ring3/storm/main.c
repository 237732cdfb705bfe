/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * storm:COUNT:EVENTS makes COUNT crossings, by each gate in turn, and goes on
 * until EVENTS interrupts and as many NMIs have come. It compares every
 * register after each crossing, since interrupts and NMIs must change none.
 */
#include <asm/prctl.h>
#include "ring3/lib/abi.h"
#include "ring3/lib/cpu.h"
#include "ring3/lib/number.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/string.h"

#define DEFAULT_COUNT 100000
#define PATIENCE 1000  /* gives up after PATIENCE * COUNT crossings */
#define ASK_EVERY 1000 /* crossings, between two looks at the counts */
#define GS_WORD 0x6a7e40005eull

int main(int argc, char **argv);

static struct machine_state in[WAYS_64], expected[WAYS_64];
static u64 gs_word = GS_WORD; /* the GS base points here */

static u64 read_gs(void)
{
	u64 value;

	asm volatile("movq %%gs:0, %0" : "=r"(value));
	return value;
}

static void prepare(enum call_way gate, u64 pid)
{
	u64 *word = in[gate].word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		word[i] = 0xfedcba9876543210 * (i + 1) + gate;
	word[STATE_FLAGS] = ALWAYS_FLAGS | X86_EFLAGS_CF | X86_EFLAGS_OF;
	word[STATE_SP] = (u64)cross_stack_end;
	word[STATE_AX] = gates[gate].getpid;
	if (gate == BY_SYSENTER) {
		word[STATE_DX] = (u64)gates[gate].after;
		word[STATE_CX] = word[STATE_SP];
	}
	abi_expect(gate, &in[gate], pid, &expected[gate]);
}

/* int 0x80 keeps ss, so it comes after syscall, which loads SEL_USER_DATA. */
static const enum call_way order[WAYS_64] = { BY_SYSCALL, BY_INT80,
					BY_SYSENTER };

static bool cross_once(enum call_way gate)
{
	cross_in = in[gate];
	memset(&cross_out, 0, sizeof(cross_out));
	cross(gates[gate].stub);
	return !memcmp(&cross_out, &expected[gate], sizeof(cross_out)) &&
	       read_gs() == GS_WORD;
}

/* The counts are those since the machine has booted. */
static bool have_come(u64 events)
{
	struct interruptions seen = { 0 };

	sys_interruptions(&seen);
	return seen.interrupts >= events && seen.nmis >= events;
}

/* Asks only now and then, so that most of the time is spent on crossings. */
static bool goes_on(u64 crossings, u64 count, u64 events)
{
	if (crossings < count)
		return true;
	return crossings / PATIENCE < count &&
	       (crossings % ASK_EVERY || !have_come(events));
}

int main(int argc, char **argv)
{
	u64 count = argc > 1 ? number(argv[1]) : DEFAULT_COUNT;
	bool sysenter = cpu_identity()->sysenter;
	u64 events = argc > 2 ? number(argv[2]) : 0;
	u64 done[WAYS_64] = { 0 };

	sys_arch_prctl(ARCH_SET_GS, (u64)&gs_word);
	for (enum call_way gate = 0; gate < WAYS_64; gate++)
		prepare(gate, sys_getpid());
	for (u64 i = 0; goes_on(i, count, events); i++) {
		enum call_way gate = order[i % WAYS_64];

		if (gate == BY_SYSENTER && !sysenter)
			continue;
		if (!cross_once(gate)) {
			print("# crossing %lu, by %s: GS word 0x%lx\n", i,
			      gates[gate].name, read_gs());
			same_state(&expected[gate], &cross_out);
			return 1;
		}
		done[gate]++;
	}
	print("# %lu crossings by syscall, %lu by sysenter, %lu by int 0x80: "
	      "every register as it should be\n",
	      done[BY_SYSCALL], done[BY_SYSENTER], done[BY_INT80]);
	if (!have_come(events)) {
		print("# %lu interrupts and as many NMIs have not come\n",
		      events);
		return 1;
	}
	return 0;
}
