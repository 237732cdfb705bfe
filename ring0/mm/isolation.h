/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page-table isolation, which the module pti does: ring 3 runs on tables of its
 * own, which map of ring 0 only what is needed to enter it. Each hook is NULL
 * until it is loaded.
 */
#ifndef RING0_MM_ISOLATION_H
#define RING0_MM_ISOLATION_H

#include "mm/user.h"

struct isolation {
	/* Makes mm's table for ring 0, and frees it. false: no memory. */
	bool (*mm_init)(struct mm *mm);
	void (*mm_free)(const struct mm *mm);
	/* Ring 0's table alone lacked what is at address: now it has it. */
	bool (*missing)(const struct mm *mm, u64 address);
	/* Both tables have the same again, and no TLB has more of mm. */
	void (*flush)(const struct mm *mm);
	/* mm's task runs on this CPU now, or none does. Interrupts off. */
	void (*start)(const struct mm *mm, u64 stack_top);
	void (*end)(void);
	/* This CPU's stack for HAZARD espfix has been made. */
	bool (*espfix_made)(void);
	/* Makes this CPU as the boot CPU is. NULL, or why it cannot. */
	const char *(*cpu_start)(void);
	/* What else ring 3's tables map of code: [text, text_end). */
	const u8 *text, *text_end;
	/* Loads CR3 from pt_regs->orig_ax, where rsp is, then IRETQ's words. */
	const u8 *leave;
};

/* Read-only, as code is: whoever could change a hook would own ring 0. */
extern struct isolation isolation;

/* After read_only_init(), before the first stack_alloc(). hooks is copied. */
void isolation_set(const struct isolation *hooks);

static inline bool isolation_is_on(void)
{
	return isolation.start;
}

/* ip is in code that builds ring 3's frame, or takes it down. */
bool in_entry_text(u64 ip);

#endif
