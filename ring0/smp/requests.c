/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How CPUs ask each other for something: by a bit in struct member and an NMI,
 * which comes whether IF is set or not. So a CPU may wait for another one that
 * spins with interrupts off, and one that waits in HLT needs no interrupts on.
 */

#include "smp/member.h"
#include "cpu/smp_hooks.h"
#include "cpu_ops.h"
#include "dev/apic.h"
#include "log/console.h"

#define PATIENCE 10000000 /* microseconds for an NMI's handler to obey */

/* wait.S: where an NMI must not let HLT be executed. */
extern const u8 wait_start[], wait_end[];

void request_send(struct member *member, u32 request)
{
	__atomic_fetch_or(&member->request, request, __ATOMIC_SEQ_CST);
	apic_send(member->cpu->apic_id, APIC_SEND_NMI);
}

static void done(struct member *self, u32 request)
{
	__atomic_fetch_and(&self->request, ~request, __ATOMIC_SEQ_CST);
}

/* Global pages too: a change of PGE drops all. */
static void flush_here(void)
{
	u64 cr4 = read_cr4();

	write_cr4(cr4 ^ X86_CR4_PGE);
	write_cr4(cr4);
}

static __attribute__((noreturn)) void stop_here(struct member *self)
{
	member_set_state(self, MEMBER_STOPPED);
	for (;;)
		asm volatile("cli; hlt");
}

static void on_nmi(struct pt_regs *regs)
{
	struct member *self = member_self();
	u32 request =
		self ? __atomic_load_n(&self->request, __ATOMIC_SEQ_CST) : 0;

	if (request & REQUEST_STOP)
		stop_here(self);
	if (request & REQUEST_FLUSH) {
		flush_here();
		done(self, REQUEST_FLUSH);
	}
	if (regs->ip >= (u64)wait_start && regs->ip < (u64)wait_end)
		regs->ip = (u64)wait_start;
}

static bool has_obeyed(const struct member *member, u32 request)
{
	if (request == REQUEST_STOP)
		return member_state(member) == MEMBER_STOPPED;
	return !(__atomic_load_n(&member->request, __ATOMIC_SEQ_CST) & request);
}

/* Asks all others that are up, and waits until they have obeyed. */
static void ask_others(u32 request, const char *what)
{
	u32 i, patience = PATIENCE;

	for (i = 0; i < CPUS_MAX; i++)
		if (members[i] && members[i] != member_self() &&
		    member_is_up(members[i]))
			request_send(members[i], request);
	for (i = 0; i < CPUS_MAX; i++) {
		if (!members[i] || members[i] == member_self() ||
		    !member_is_up(members[i]))
			continue;
		while (!has_obeyed(members[i], request) && patience) {
			delay(1);
			patience--;
		}
		if (!has_obeyed(members[i], request))
			printk("# WARNING: cpu %u does not %s\n", i, what);
	}
}

static void flush(void)
{
	ask_others(REQUEST_FLUSH, "flush its TLB");
}

/* What this CPU has logged apart comes before its panic's report. */
static void panic_begins(void)
{
	struct member *self = member_self();

	if (!self)
		return;
	self->log_on = false;
	console_end_line();
	ask_others(REQUEST_STOP, "stop");
	printk("# panic: on cpu %u, APIC id %u\n", this_cpu->number,
	       this_cpu->apic_id);
	own_log_print(self, 0, self->log_used, "# before it: ");
}

void requests_init(void)
{
	static const struct smp_hooks hooks = {
		.nmi = on_nmi,
		.flush = flush,
		.panic = panic_begins,
	};

	smp_hooks_set(&hooks);
}

void request_loop(struct member *self)
{
	member_set_state(self, MEMBER_UP);
	for (;;) {
		wait_for_request(&self->request, REQUEST_RUN);
		member_set_state(self, MEMBER_RUNS);
		done(self, REQUEST_RUN);
		run_here(self);
		member_set_state(self, MEMBER_DONE);
	}
}
