/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does what was chosen against the vulnerabilities: bits of MSRs that stay set,
 * and code on the way in and out (hooks.S), to which ring 0 is patched.
 */

#include "hardening/hardening.h"
#include "cpu/extra_msrs.h"
#include "cpu_ops.h"
#include "entry/exit_to_user.h"
#include "mm/read_only.h"
#include "msr-index.h"

/* hooks.S */
extern const u8 site_ibrs_on[], site_ibrs_off[], site_clear_bhb[];
extern const u8 site_verw[], site_verw_32[];
extern const u8 hook_dispatch_syscall[], hook_dispatch_sysenter[];
extern const u8 hook_dispatch_int80[], hook_dispatch_syscall_32[];
extern const u8 hook_dispatch_sysenter_32[];
extern const u8 hook_exception_from_ring3[], hook_move_to_task_stack[];
extern const u8 hook_bad_iret_regs[], hook_paranoid_from_ring0[];
extern const u8 hook_exit_to_user_efault[];
extern const u8 site_paranoid_ibrs_on[], site_paranoid_ibrs_off[];
/* entry/ */
extern const u8 dispatch_syscall[], dispatch_sysenter[];
extern const u8 dispatch_int80[], dispatch_syscall_32[];
extern const u8 dispatch_sysenter_32[];
extern const u8 exception_from_ring3[], move_to_task_stack[];
extern const u8 bad_iret_regs[], paranoid_from_ring0[];

/* IA32_SPEC_CTRL in each ring, for hooks.S. */
u32 spec_ctrl_ring0, spec_ctrl_ring3;

struct hooked {
	const u8 *function, *hook;
};

static const struct hooked entries[] = {
	{ dispatch_syscall, hook_dispatch_syscall },
	{ dispatch_sysenter, hook_dispatch_sysenter },
	{ dispatch_int80, hook_dispatch_int80 },
	{ dispatch_syscall_32, hook_dispatch_syscall_32 },
	{ dispatch_sysenter_32, hook_dispatch_sysenter_32 },
	{ exception_from_ring3, hook_exception_from_ring3 },
	{ (const u8 *)exit_to_user_efault, hook_exit_to_user_efault },
	{ move_to_task_stack, hook_move_to_task_stack },
	{ bad_iret_regs, hook_bad_iret_regs },
};

const char *hook_entries(void)
{
	static bool done;
	const char *error = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entries) && !done && !error; i++)
		error = patch_calls(entries[i].function, entries[i].hook);
	done = true;
	return error;
}

const char *hook_paranoid(void)
{
	static bool done;
	const char *error = NULL;

	if (!done)
		error = patch_calls(paranoid_from_ring0,
				    hook_paranoid_from_ring0);
	done = true;
	return error;
}

/* On this CPU now, and on the others when they start. */
static void write_msr(u32 msr, u64 value)
{
	struct extra_msrs all = extra_msrs;

	wrmsr_safe(msr, value);
	all.list[all.count++] = (struct extra_msr){ msr, value };
	read_only_patch(&extra_msrs, &all, sizeof(all));
}

static const char *set_spec_ctrl(const struct mitigations *m)
{
	u64 value;

	if (!m->spec_ctrl && !m->ibrs_entry)
		return NULL;
	if (!rdmsr_safe(MSR_IA32_SPEC_CTRL, &value))
		return "the CPU has no IA32_SPEC_CTRL, whatever CPUID says";
	spec_ctrl_ring3 = m->spec_ctrl;
	spec_ctrl_ring0 = m->spec_ctrl | (m->ibrs_entry ? SPEC_CTRL_IBRS : 0);
	write_msr(MSR_IA32_SPEC_CTRL, spec_ctrl_ring0);
	return NULL;
}

/* At most one write each, and set_spec_ctrl()'s: EXTRA_MSRS. */
static void set_other_msrs(const struct mitigations *m)
{
	u64 value;

	if (m->auto_ibrs)
		write_msr(MSR_EFER, rdmsr(MSR_EFER) | EFER_AUTOIBRS);
	if (m->gds_off && rdmsr_safe(MSR_IA32_MCU_OPT_CTRL, &value))
		write_msr(MSR_IA32_MCU_OPT_CTRL,
			  value | MCU_OPT_CTRL_GDS_MITG_DIS);
}

static const char *open_all(const struct mitigations *m)
{
	const char *error = NULL;

	if (m->ibrs_entry)
		error = patch_open(site_ibrs_on);
	if (!error && m->ibrs_entry)
		error = patch_open(site_ibrs_off);
	if (!error && m->ibrs_entry)
		error = patch_open(site_paranoid_ibrs_on);
	if (!error && m->ibrs_entry)
		error = patch_open(site_paranoid_ibrs_off);
	if (!error && m->clear_bhb)
		error = patch_open(site_clear_bhb);
	if (!error && m->verw)
		error = patch_open(site_verw);
	if (!error && m->verw)
		error = patch_open(site_verw_32);
	return error;
}

const char *mitigations_apply(const struct mitigations *m)
{
	const char *error = set_spec_ctrl(m);

	if (error)
		return error;
	set_other_msrs(m);
	error = open_all(m);
	if (!error && (m->ibrs_entry || m->clear_bhb))
		error = hook_entries();
	if (!error && m->ibrs_entry)
		error = hook_paranoid();
	if (!error && (m->ibrs_entry || m->verw))
		error = patch_returns();
	return error;
}
