/* SPDX-License-Identifier: BSD-2-Clause */
/* F-000: what must work before any other result is believed. */

#include "check/check.h"

/*
 * Why: a check that hangs, or that faults at CPL 0 where no stack is, must not
 * take the report with it. If one of these fails, no later row means anything.
 *
 * On what: an endless loop, a fault with RSP and GS base unusable, and a fault
 * in 32-bit code at CPL 0, which is a mode that nothing else here runs in.
 *
 * Expected: the event is recorded, the state is put back, the next check runs.
 */
static const struct check checks[] = {
	CHECK_NEED(NEED_WATCHDOG,
		   "F-000.HANG an endless loop at CPL 0: ended by the watchdog",
		   "the framework", CODE("jmp .", "\xeb\xfe"), RING0, BOTH,
		   IS(EVENT, HUNG), IS(IP, KERNEL_CODE)),
	CHECK("F-000.STACK a fault at CPL 0 with no stack: caught, put back",
	      "the framework", CODE("ud2", "\x0f\x0b"), RING0, BOTH,
	      GIVE_EDGE(SP, 0), GIVE_EDGE(GS_BASE, -8), IS(EVENT, X86_TRAP_UD),
	      IS(IP, KERNEL_CODE), KEEPS(SP), KEEPS(GS_BASE)),
	CHECK("F-000.32 a fault in compatibility mode at CPL 0: caught",
	      "the framework", CODE("ud2", "\x0f\x0b"), RING0_32, BOTH,
	      IS(EVENT, X86_TRAP_UD), IS(CS, SEL_KERNEL_CODE32),
	      IS(IP, KERNEL_CODE)),
};

const struct check_table check_framework = { checks, ARRAY_SIZE(checks) };
