/* SPDX-License-Identifier: BSD-2-Clause */
/* What must work before any other result is believed: the framework itself. */

#include "check/check.h"

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
