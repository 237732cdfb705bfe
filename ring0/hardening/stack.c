/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HAZARD kernel-stack: what a handler has on its stack is at the same place in
 * each call, and stays there after it. A second fault of ring 0's may use
 * either. So the stack begins at a random offset, and is erased on the way to
 * ring 3, as Linux's randomize_kstack_offset and STACKLEAK do it.
 */

#include "hardening/hardening.h"
#include "cpu_ops.h"
#include "entry/dispatch.h"
#include "mm/isolation.h"
#include "ptrace.h"

/* hooks.S */
extern const u8 hook_handler_64[], hook_handler_32[], site_erase_stack[];

/* For hooks.S: bytes of a stack, and words of it below pt_regs. */
u64 erase_size = KERNEL_STACK_SIZE;
u64 erase_words = (KERNEL_STACK_SIZE - PT_SIZE) / sizeof(u64);

/*
 * What the next offset is taken from. Each call adds the time to it when its
 * handler is done, a moment that ring 3 cannot choose.
 */
u32 kstack_random;

const char *kstack_offset_apply(void)
{
	const char *error;

	kstack_random = rdtsc();
	error = patch_handler_calls(syscall_table_64, hook_handler_64);
	if (!error)
		error = patch_handler_calls(syscall_table_32, hook_handler_32);
	return error;
}

const char *stack_erasing_apply(void)
{
	const char *error = patch_open(site_erase_stack);

	if (isolation_is_on()) {
		erase_size += STACK_FRAME;
		erase_words += STACK_FRAME / sizeof(u64);
	}
	return error ? error : patch_returns();
}
