/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * context_tracking=on: each CPU has Linux's context, KERNEL, USER or IDLE. A
 * way in or out that forgets it is a panic at the next one, and so is any event
 * that finds C code of ring 0's running as USER.
 */

#include "hardening/hardening.h"
#include "cpu/percpu.h"
#include "mm/isolation.h"
#include "panic/panic.h"
#include "task/task.h"

/* hooks.S */
extern const u8 site_context_kernel[], site_context_user[];
extern const u8 site_move_to_task_stack[], site_after_move_to_task_stack[];
extern const u8 site_bad_iret_regs[], site_after_bad_iret_regs[];
extern const u8 site_paranoid_kernel[], site_paranoid_context[];
extern const u8 hook_exception_from_ring0[];
/* entry/exception.S; of this module */
extern const u8 exception_from_ring0[];
extern const u8 module_entry_text_start[], module_entry_text_end[];

void context_not_user(void);
void context_not_kernel(void);
u32 context_in_ring0(const struct pt_regs *regs);
void context_after_event(u32 context);

static const char *const name[] = {
	[CONTEXT_KERNEL] = "KERNEL",
	[CONTEXT_IDLE] = "IDLE",
	[CONTEXT_USER] = "USER",
};

/* Once: the panic's own events are not checked any more. */
static __attribute__((noreturn)) void wrong(const char *where, u64 ip)
{
	u32 context = this_cpu->context;

	this_cpu->context = CONTEXT_KERNEL;
	panic("context_tracking: %s 0x%lx: the context is %s", where, ip,
	      name[context]);
}

/* Who comes here: actions_from_ring3. */
void context_not_user(void)
{
	wrong("on entry from ring 3, to", current_task() ?
		      task_pt_regs(current_task())->ip : 0);
}

/* Who comes here: actions_on_exit. */
void context_not_kernel(void)
{
	wrong("on the way to ring 3, at", current_task() ?
		      task_pt_regs(current_task())->ip : 0);
}

/* Entry code is not yet, or no more, in the kernel's context. */
static bool is_entry_code(u64 ip)
{
	return in_entry_text(ip) || (ip >= (u64)module_entry_text_start &&
				     ip < (u64)module_entry_text_end);
}

/*
 * An event has interrupted ring 0 at regs. Returns the context there, for after
 * the event.
 */
u32 context_in_ring0(const struct pt_regs *regs)
{
	u32 context = this_cpu->context;

	if (context == CONTEXT_USER && !is_entry_code(regs->ip))
		wrong("ring 0 at", regs->ip);
	this_cpu->context = CONTEXT_KERNEL;
	this_cpu->context_before = context;
	return context;
}

/* selftest/ may have chosen another code to return to, and its context. */
void context_after_event(u32 context)
{
	bool chosen = this_cpu->context_chosen;

	this_cpu->context = chosen ? this_cpu->context_chosen - 1 : context;
	this_cpu->context_chosen = 0;
}

static const char *open_sites(void)
{
	static const u8 *const sites[] = {
		site_context_kernel, site_context_user,
		site_move_to_task_stack, site_after_move_to_task_stack,
		site_bad_iret_regs, site_after_bad_iret_regs,
		site_paranoid_kernel, site_paranoid_context,
	};
	const char *error = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sites) && !error; i++)
		error = patch_open(sites[i]);
	return error;
}

const char *context_tracking_apply(void)
{
	const char *error = open_sites();

	if (!error)
		error = hook_entries();
	if (!error)
		error = hook_paranoid();
	if (!error)
		error = patch_calls(exception_from_ring0,
				    hook_exception_from_ring0);
	return error ? error : patch_returns();
}
