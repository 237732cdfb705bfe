/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes attempts, and counts for a row how many there were, how many had a
 * wrong outcome, and how many the outcome of a known finding.
 */
#include <asm/signal.h>
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "hostile.h"

#define MAX_SHOWN 4 /* wrong attempts that a row prints */

static struct {
	u64 attempts, wrong, departed;
	const char *skip;
} account;

static u64 register_value(unsigned int index)
{
	return 0x1122334455660000 + index;
}

void attempt_load(void)
{
	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		cross_in.word[i] = register_value(i);
	cross_in.word[STATE_SP] = (u64)cross_stack_end - 64;
	cross_in.word[STATE_FLAGS] = ALWAYS_FLAGS;
}

void attempt(attempt_stub *stub)
{
	cross_caught(stub);
}

struct outcome no_trap(void)
{
	return (struct outcome){ .trapno = NO_TRAP };
}

struct outcome fault_at(attempt_stub *stub, u64 trapno, u64 error_code)
{
	return (struct outcome){ .trapno = trapno,
				 .error_code = error_code,
				 .ip = STUB_AT(stub) };
}

static int signal_of(u64 trapno)
{
	switch (trapno) {
	case X86_TRAP_DE:
	case X86_TRAP_MF:
	case X86_TRAP_XF:
		return SIGFPE;
	case X86_TRAP_DB:
	case X86_TRAP_BP:
		return SIGTRAP;
	case X86_TRAP_UD:
		return SIGILL;
	case X86_TRAP_NP:
	case X86_TRAP_SS:
	case X86_TRAP_AC:
		return SIGBUS;
	default:
		return SIGSEGV;
	}
}

static bool came(const struct outcome *expected)
{
	if (expected->trapno == NO_TRAP)
		return caught.count == 0;
	return caught.count == 1 && caught.trapno == expected->trapno &&
	       caught.signal == signal_of(expected->trapno) &&
	       caught.error_code == expected->error_code &&
	       caught.ip == expected->ip &&
	       caught.address == expected->address;
}

static void wrong(const char *what, u64 key)
{
	if (account.wrong++ < MAX_SHOWN)
		print("# %s 0x%lx: wrong:\n", what, key);
}

static void show(const struct outcome *expected)
{
	if (account.wrong > MAX_SHOWN)
		return;
	print("#   expected trapno %lu, error code 0x%lx, rip 0x%lx, cr2 "
	      "0x%lx\n",
	      expected->trapno, expected->error_code, expected->ip,
	      expected->address);
	print("#   %u signals; trapno %lu, error code 0x%lx, rip 0x%lx, cr2 "
	      "0x%lx\n",
	      caught.count, caught.trapno, caught.error_code, caught.ip,
	      caught.address);
}

void judge(const char *what, u64 key, const struct outcome *expected,
	   const struct outcome *departure)
{
	account.attempts++;
	if (came(expected))
		return;
	if (departure && came(departure)) {
		account.departed++;
		return;
	}
	wrong(what, key);
	show(expected);
}

void judge_that(bool holds, const char *what, u64 key)
{
	account.attempts++;
	if (!holds)
		wrong(what, key);
}

void row_skip(const char *reason)
{
	account.skip = reason;
}

static const char *cpu_name(void)
{
	const char *hypervisor = cpu_identity()->hypervisor;

	return *hypervisor ? hypervisor : cpu_identity()->vendor;
}

/* The row is ok only if every attempt had the manuals' outcome. */
static void end_row(const struct row *row)
{
	bool all_right = account.attempts && !account.wrong;

	if (account.skip && !account.wrong) {
		ktap_skip(row->name, account.skip);
		return;
	}
	if (account.attempts > 1)
		print("# %lu attempts\n", account.attempts);
	if (!account.departed || !all_right) {
		ktap_row(all_right, row->name);
		return;
	}
	print("# finding: %s: %s (%lu of %lu)\n", cpu_name(), row->finding,
	      account.departed, account.attempts);
	ktap_skip(row->name, "survived; this CPU departs from the manuals, "
			     "see the finding above");
}

void run_group(const struct group *group)
{
	long pid = sys_getpid();

	for (size_t i = 0; i < group->count; i++) {
		account.attempts = account.wrong = account.departed = 0;
		account.skip = NULL;
		group->rows[i].run();
		if (!account.skip)
			judge_that(sys_getpid() == pid, "the next call", pid);
		end_row(&group->rows[i]);
	}
}
