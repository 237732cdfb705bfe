/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An interrupt by each vector that an APIC can send, while ring 0 runs. Ring 0
 * must serve and acknowledge those that it uses. No other may come: by int
 * 0x80's vector it would pass for a call, and by an exception's vector it would
 * lack an error code. counts.c has the vector of spurious interrupts.
 */
#include <asm/errno.h>
#include "ring3/lib/sys.h"
#include "hostile.h"

#define FIRST_VECTOR 16	   /* APICs send no lower one */
#define FIRST_ALLOWED 0xd0 /* the first that ring 0's TPR lets through */
#define TIMER_VECTOR 0xec
#define SPURIOUS_VECTOR 0xff
#define TRIES 1000

/* Raises the interrupt, again if a tick came first. Returns which came. */
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
