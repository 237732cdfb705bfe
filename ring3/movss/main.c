/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MOV SS delays a #DB by one instruction (CVE-2018-8897, XSA-260). If that
 * instruction enters ring 0, the #DB comes on the gate's first instruction in
 * ring 0, where the stack or the GS base may still be ring 3's.
 */
#include <asm/errno.h>
#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/cpu.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "lib/printf.h"
#include "segment.h"
#include "trapnr.h"

#define NAME_MAX 96

int main(void);

#define STUB(name)               \
	void movss_##name(void); \
	extern const u8 movss_##name##_at[], movss_##name##_after[]
STUB(syscall);
STUB(sysenter);
STUB(int80);
STUB(int3);
extern u64 movss_selector;

static const struct entry {
	const char *name;
	enum call_way gate; /* WAYS: none, int3 */
	void (*stub)(void);
	const u8 *at, *after;
} entries[] = {
	{ "syscall", BY_SYSCALL, movss_syscall, movss_syscall_at,
	  movss_syscall_after },
	{ "sysenter", BY_SYSENTER, movss_sysenter, movss_sysenter_at,
	  movss_sysenter_after },
	{ "int 0x80", BY_INT80, movss_int80, movss_int80_at,
	  movss_int80_after },
	{ "int3", WAYS, movss_int3, movss_int3_at, movss_int3_after },
};

/* Gives every register a value of its own. Returns the state to expect. */
static struct machine_state prepare(const struct entry *entry)
{
	struct machine_state expected;
	u64 *in = cross_in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = 0x0102030405060708 * (i + 1);
	in[STATE_FLAGS] = ALWAYS_FLAGS | X86_EFLAGS_ZF;
	in[STATE_SP] = (u64)cross_stack_end;
	if (entry->gate == BY_SYSENTER) {
		in[STATE_DX] = (u64)entry->after;
		in[STATE_CX] = in[STATE_SP];
	}
	if (entry->gate == WAYS) {
		abi_expect(BY_INT80, &cross_in, in[STATE_AX], &expected);
	} else {
		in[STATE_AX] = gates[entry->gate].getpid;
		abi_expect(entry->gate, &cross_in, sys_getpid(), &expected);
	}
	expected.word[STATE_IP] = (u64)entry->after;
	if (entry->gate == BY_SYSCALL)
		expected.word[STATE_CX] = (u64)entry->after;
	return expected;
}

/* Returns whether ring 3 got no signal, or only int3's own. */
static bool held_back(const struct entry *entry)
{
	if (entry->gate == WAYS)
		return caught.count == 1 && caught.trapno == X86_TRAP_BP;
	return !caught.count;
}

static bool came_at_once(const struct entry *entry)
{
	if (entry->gate == WAYS)
		return caught.count == 2;
	return caught.count == 1 && caught.trapno == X86_TRAP_DB &&
	       caught.ip == (u64)entry->at;
}

/* Returns why the attack cannot occur here; NULL: it did, or the row fails. */
static const char *no_attack(const struct entry *entry, long hits)
{
	if (hits)
		return NULL;
	if (came_at_once(entry))
		return "survived; the attack cannot occur on this machine, "
		       "because it holds no #DB back";
	if (held_back(entry))
		return "survived; the attack cannot occur on this machine, "
		       "because it forgets the #DB";
	return NULL;
}

static void try(const struct entry *entry)
{
	struct machine_state expected = prepare(entry);
	const char *reason;
	char name[NAME_MAX];
	bool same;
	long hits;

	snprintf(name, sizeof(name),
		 "mov ss, then %s: #DB on ring 0's first instruction",
		 entry->name);
	sys_selftest(SELFTEST_WATCH, (u64)&movss_selector);
	cross_caught(entry->stub);
	hits = sys_selftest(SELFTEST_WATCH, 0);
	same = same_state(&expected, &cross_out);
	reason = no_attack(entry, hits);
	if (same && reason)
		ktap_skip(name, reason);
	else if (!ktap_row(same && hits == 1 && held_back(entry), name))
		print("# %ld in ring 0, %u signals, the last trap %lu\n", hits,
		      caught.count, caught.trapno);
}

int main(void)
{
	long allowed = sys_selftest(SELFTEST_WATCH, 0);

	ktap_plan(ARRAY_SIZE(entries));
	catch_faults();
	movss_selector = SEL_USER_DATA;
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		if (allowed < 0)
			ktap_skip(entries[i].name, "boot with selftest=on");
		else if (entries[i].gate == BY_SYSENTER &&
			 !cpu_identity()->sysenter)
			ktap_skip(entries[i].name,
				  "no SYSENTER in long mode on this CPU");
		else
			try(&entries[i]);
	}
	return ktap_end();
}
