/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit=1: a record of each call, in the form of Linux's audit log, as with a
 * rule for all calls. A call is noted as it comes to its handler, so one that
 * a filter refuses has none. Records go into a ring while the program runs.
 */

#include "trace/audit.h"
#include <asm/errno.h>
#include <linux/audit.h>
#include "cpu/percpu.h"
#include "entry/syscall_work.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/settings.h"
#include "sys/audit.h"
#include "sys/clock.h"
#include "task/task_hooks.h"
#include "trace/results.h"
#include "trace/ring.h"
#include "trace/trace.h"

#define RECORDS 8192
#define AUDITED_ARGUMENTS 4 /* as in Linux */
#define UNSET 4294967295u /* an auid and a session that nobody has set */
#define OPEN_CALLS 64 /* of threads, which wait in their handlers */

struct record {
	struct ring_entry entry;
	u64 microseconds;
	u32 serial, number;
	u8 abi;
	bool returned;
	char comm[sizeof(((struct task *)0)->comm)];
	u64 argument[AUDITED_ARGUMENTS];
	s64 result;
};

/* Calls whose handlers have not come back, by their frames. */
static struct {
	const struct pt_regs *regs;
	struct record record;
} open[OPEN_CALLS];

static struct ring *ring;
static u64 lost; /* found no place in open */

static enum work_verdict enter(const struct pt_regs *regs, long *result)
{
	u32 i = 0, j;

	(void)result;
	while (i < OPEN_CALLS && open[i].regs)
		i++;
	if (i == OPEN_CALLS) {
		lost++;
		return CALL_GOES_ON;
	}
	open[i].regs = regs;
	open[i].record = (struct record){
		.entry = { .size = sizeof(struct record), .kind = RING_CALL },
		.microseconds = clock_ticks(MICROSECONDS), /* as Linux */
		.serial = audit_serial(),
		.number = abi_number(regs),
		.abi = regs->abi,
	};
	for (j = 0; j < AUDITED_ARGUMENTS; j++)
		open[i].record.argument[j] = syscall_argument(regs, j + 1);
	return CALL_GOES_ON;
}

static void put(u32 i, bool returned, s64 result)
{
	struct record *record = &open[i].record;

	record->returned = returned;
	record->result = result;
	ring_put(ring, &record->entry);
	open[i].regs = NULL;
}

static void leave(const struct pt_regs *regs, u32 number, long *result)
{
	u32 i;

	(void)number;
	for (i = 0; i < OPEN_CALLS; i++) {
		if (open[i].regs != regs)
			continue;
		memcpy(open[i].record.comm, current_task()->comm,
		       sizeof(open[i].record.comm));
		put(i, true, *result);
	}
}

/* The program's path: all but the arguments of its name in init=. */
static void print_exe(const struct task *task)
{
	char path[sizeof(task->name) + 1] = "/";
	u32 i;

	for (i = 0; task->name[i] && task->name[i] != ':'; i++)
		path[i + 1] = task->name[i];
	audit_print_untrusted("exe", path + (task->name[0] == '/'));
}

/* What a signal interrupts has this error in Linux's audit, too. */
static s64 shown(s64 result)
{
	return result == -ERESTARTSYS || result == -ERESTARTNOHAND ? -EINTR :
								     result;
}

static void print_result(const struct record *record)
{
	if (record->returned)
		printk(" success=%s exit=%ld",
		       is_error(record->result) ? "no" : "yes",
		       shown(record->result));
}

static void print_record(const struct task *task, const struct record *record)
{
	u32 i;

	audit_print("SYSCALL", record->microseconds, record->serial);
	printk("arch=%x syscall=%u",
	       record->abi == ABI_I386 ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64,
	       record->number);
	print_result(record);
	for (i = 0; i < AUDITED_ARGUMENTS; i++)
		printk(" a%u=%lx", i, record->argument[i]);
	printk(" items=0 ppid=0 pid=%u auid=%u uid=0 gid=0 euid=0 suid=0 "
	       "fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=%u", task->pid,
	       UNSET, UNSET);
	audit_print_untrusted("comm", record->comm);
	print_exe(task);
	printk(" key=(null)\n");
}

/* A handler that has not come back: exit_group's, or one that killed it. */
static void end_task(const struct task *task)
{
	const struct ring_entry *entry = NULL;
	u32 i;

	if (cpu_self() != &boot_cpu)
		return;
	syscall_work_end();
	for (i = 0; i < OPEN_CALLS; i++) {
		if (!open[i].regs)
			continue;
		memcpy(open[i].record.comm, task->comm, sizeof(task->comm));
		put(i, false, 0);
	}
	console_end_line();
	while ((entry = ring_next(ring, entry)))
		print_record(task, (const void *)entry);
	lost += ring->dropped[RING_CALL];
	if (lost)
		printk("# audit: audit_lost=%lu\n", lost);
	lost = 0;
	ring_clear(ring);
}

void audit_init(void)
{
	u64 size = (settings.audit_records ? settings.audit_records : RECORDS) *
		   sizeof(struct record);

	ring = trace_alloc(sizeof(*ring) + size);
	if (!ring) {
		printk("# option: audit: no memory for it, ignored\n");
		return;
	}
	ring_init(ring, ring + 1, size);
	syscall_work_set(SYSCALL_WORK_AUDIT,
			 (struct work_step){ enter, leave });
	task_hooks_add(&(struct task_hooks){ .start = syscall_work_start,
					     .end = end_task });
}
