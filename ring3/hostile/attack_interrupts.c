/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An interrupt by each vector that an APIC can send, while ring 0 runs: those
 * that ring 0 uses come as such, and are acknowledged. No other may come: int
 * 0x80's would be a call of nobody's, an exception's would have no error code.
 * The last one, for spurious ones, is counts.c's.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "hostile.h"

#define FIRST_VECTOR 16    /* below, APICs send none */
#define FIRST_ALLOWED 0xd0 /* of the classes that TPR lets through */
#define TIMER_VECTOR 0xec
#define SPURIOUS_VECTOR 0xff
#define TRIES 1000

/* Which one came; a tick may come between, and then it is raised once more. */
static long raise(long vector)
{
	unsigned int tries = TRIES;
	long came;

	do
		came = sys_selftest(SELFTEST_INTERRUPT, vector);
	while (came == TIMER_VECTOR && vector != came && --tries);
	return came;
}

void attack_interrupts(void)
{
	long first = raise(FIRST_ALLOWED);

	if (first < 0) {
		row_skip(first == -EPERM ? "boot with selftest=on"
					 : SURVIVED "it has no local APIC");
		return;
	}
	for (long vector = FIRST_VECTOR; vector < SPURIOUS_VECTOR; vector++)
		judge_that(raise(vector) ==
				   (vector < FIRST_ALLOWED ? 0 : vector),
			   "vector", vector);
}
