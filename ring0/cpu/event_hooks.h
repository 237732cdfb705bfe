/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lets the self-tests (selftest/) see exceptions and interrupts before ring 0
 * handles them. They have events come at each instruction.
 * Without selftest=on each hook is NULL and costs its caller a comparison; no
 * system call comes by one.
 */
#ifndef RING0_CPU_EVENT_HOOKS_H
#define RING0_CPU_EVENT_HOOKS_H

#include "ptrace.h"

/* All of them run with interrupts off, and may change regs. */
struct event_hooks {
	/*
	 * #DB. dr6: the bits that say why; they are cleared in DR6 already.
	 * gs_base: of the code that it interrupted, to be loaded again after
	 * it; NULL if that is ring 3. true: it was expected, so it is no
	 * signal for ring 3, and no panic of ring 0.
	 */
	bool (*debug)(struct pt_regs *regs, u64 dr6, u64 *gs_base);

	/*
	 * An NMI that came in ring 0; gs_base as above. No breakpoint acts
	 * until it returns. It may return to other code, by changing regs and
	 * gs_base.
	 */
	void (*nmi)(struct pt_regs *regs, u64 *gs_base);

	/*
	 * An interrupt, before its EOI. true: somebody asked for it; false: it
	 * is handled as if there were no hook.
	 */
	bool (*interrupt)(struct pt_regs *regs, u32 vector);
};

/* Read-only, as code is: whoever could change a hook would own ring 0. */
extern struct event_hooks event_hooks;

/* After read_only_init(). hooks is copied. */
void event_hooks_set(const struct event_hooks *hooks);

#endif
