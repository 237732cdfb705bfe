/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs one program on every CPU at the same time, each in an address space of
 * its own. The boot CPU makes the tasks before, and judges and frees them
 * after, so no other CPU allocates what outlives a task.
 */

#include "smp/member.h"
#include "boot/boot_checks.h"
#include "boot/initramfs.h"
#include "boot/programs.h"
#include "cpu_ops.h"
#include "dev/timer.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/settings.h"
#include "mm/read_only.h"
#include "task/fault_signal.h"
#include "task/task.h"

#define PREFIX 32 /* bytes of what begins a line */
#define PATIENCE 120000 /* milliseconds for the slowest CPU, after the first */

static struct words words;

static bool find_file(const char *path, struct file *file)
{
	bool own;

	return initramfs_find(path, file, &own);
}

/* Makes a task for a CPU that is up. It has member->error, if not. */
static void prepare(struct member *member, const struct file *file)
{
	const char *error;

	if (member->error)
		return;
	member->task = task_create(file, find_file,
				   (const char *const *)words.argv, &error);
	if (!member->task)
		member->error = error;
	else if (has_writable_code(&member->task->mm.table,
				   this_cpu->task_size))
		member->error = "a page is writable and executable";
}

/* Returns why there is none, or NULL. */
static const char *find_program(struct file *file)
{
	if (!program_words(&settings.smp, &words))
		return "no memory for its arguments";
	if (!find_file(words.argv[0], file))
		return "no such program in the initramfs";
	return NULL;
}

static void prepare_all(const struct file *file, const char *error)
{
	u32 i;

	for (i = 0; i < all_cpus_count(); i++) {
		if (!members[i])
			continue;
		if (error)
			members[i]->error = error;
		prepare(members[i], file);
	}
}

/* So that no task needs a new one: stacks are never given back. */
static void make_stacks(void)
{
	u64 stacks[CPUS_MAX];
	u32 i, count = 0;

	while (count < ARRAY_SIZE(stacks) && count < 2 * all_cpus_count() &&
	       (stacks[count] = stack_alloc()))
		count++;
	for (i = 0; i < count; i++)
		stack_free(stacks[i]);
}

/* The decisions of the program alone: what the CPU had counted is taken off. */
static void count_returns(struct member *self, u64 sign)
{
	const u64 *from = (const u64 *)cpu_self()->returns;
	u64 *to = (u64 *)self->returns;
	size_t i;

	for (i = 0; i < sizeof(self->returns) / sizeof(*to); i++)
		to[i] += sign * from[i];
}

void run_here(struct member *self)
{
	self->log_on = true;
	self->failed_check = boot_checks_failed();
	if (self->stale_tlb)
		self->failed_check = "TLB: it lets this CPU write its GDT";
	count_returns(self, -1);
	timer_set_rate(0);
	task_run(self->task);
	timer_pause();
	count_returns(self, 1);
	self->log_on = false;
}

static bool all_done(void)
{
	u32 i;

	for (i = 1; i < all_cpus_count(); i++)
		if (members[i] && !members[i]->error &&
		    member_state(members[i]) != MEMBER_DONE)
			return false;
	return true;
}

static void run_all(void)
{
	u32 i, patience = PATIENCE;

	for (i = 1; i < all_cpus_count(); i++)
		if (members[i] && !members[i]->error)
			request_send(members[i], REQUEST_RUN);
	if (!members[0]->error)
		run_here(members[0]);
	member_set_state(members[0], MEMBER_DONE);
	while (!all_done() && patience--)
		delay(1000);
	timer_resume();
}

/* Returns why the program has failed on that CPU, or NULL. */
static const char *judge(const struct member *member, char *text, size_t size)
{
	const struct task *task = member->task;

	if (member->error)
		return member->error;
	if (member_state(member) != MEMBER_DONE)
		return "it has not ended in time";
	if (member->failed_check)
		return member->failed_check;
	if (!task->fatal_signal && !task->exit_code)
		return NULL;
	if (task->fatal_signal)
		snprintf(text, size, "killed by %s",
			 signal_name(task->fatal_signal));
	else
		snprintf(text, size, "exit code %d", task->exit_code);
	return text;
}

static bool same_notes(const struct member *one, const struct member *other)
{
	return one && one->log_notes == other->log_notes &&
	       !memcmp(one->log, other->log, one->log_notes);
}

/* All cores of one kind differ alike, which one of them shows. */
static void report_differences(const struct member *member)
{
	u32 number = member->cpu->number, i = 1;
	char prefix[PREFIX];

	if (!member->log_notes)
		return;
	while (!same_notes(members[i], member))
		i++;
	snprintf(prefix, sizeof(prefix), "# finding: cpu %u: ", number);
	if (i == number)
		own_log_print(member, 0, member->log_notes, prefix);
	else
		printk("%sdiffers as cpu %u does\n", prefix, i);
}

/* A CPU that passes, but not as the boot CPU does, is a finding. */
static void compare_results(const struct member *member)
{
	const struct member *first = members[0];
	u32 size = member->log_used - member->log_notes;

	if (size != first->log_used - first->log_notes ||
	    memcmp(member->log + member->log_notes,
		   first->log + first->log_notes, size))
		printk("# finding: cpu %u: %s printed other lines than on cpu "
		       "0\n", member->cpu->number, words.name);
	if (memcmp(member->returns, first->returns, sizeof(first->returns)))
		printk("# finding: cpu %u: other return decisions than on cpu "
		       "0\n", member->cpu->number);
}

static void report(u32 number)
{
	const struct member *member = members[number];
	char text[48], prefix[PREFIX];
	const char *why;

	if (!member) {
		ktap_result(false, "cpu %u # no memory for it", number);
		return;
	}
	why = judge(member, text, sizeof(text));
	report_differences(member);
	snprintf(prefix, sizeof(prefix), "# cpu %u: ", number);
	if ((why || settings.smp_shown) && member_state(member) == MEMBER_DONE)
		own_log_print(member, member->log_notes, member->log_used,
			      prefix);
	if (!why && !members[0]->error)
		compare_results(member);
	ktap_result(!why, "cpu %u, APIC id %u: %s%s%s", number,
		    member->cpu->apic_id, words.name, why ? " # " : "",
		    why ? why : "");
}

/* One that still runs keeps its memory. */
static void free_tasks(u64 lent)
{
	u32 i;

	for (i = 0; i < all_cpus_count(); i++)
		if (members[i] && members[i]->task)
			task_free(members[i]->task);
	if (pages_lent() != lent)
		printk("# WARNING: %ld pages of the CPUs' memory not "
		       "returned\n", pages_lent() - lent);
}

void run_on_all(void)
{
	const char *error;
	struct file file;
	u64 lent;
	u32 i;

	error = find_program(&file);
	make_stacks();
	lent = pages_lent(); /* what was inflated, and stacks, stay */
	prepare_all(&file, error);
	run_all();
	for (i = 0; i < all_cpus_count(); i++)
		report(i);
	if (all_done())
		free_tasks(lent);
}
