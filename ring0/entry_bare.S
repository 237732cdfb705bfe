/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stubs that do nothing but return, for bench: the floor under every gate.
 * selftest(SELFTEST_BARE_GATE) puts one in place, and takes it away again.
 */

#include "entry.h"

/* In by SYSCALL: rcx and r11 are as the CPU left them. */
ENTRY bare_syscall
	sysretq
END bare_syscall

/* In by SYSENTER: rdx and rcx are as ring 3 set them; IF was cleared. */
ENTRY bare_sysenter
	sti				/* no interrupt before the next ends */
	sysexitq
END bare_sysenter

/* In by int 0x80: the frame is what the CPU pushed. */
ENTRY bare_int80
	iretq
END bare_int80
