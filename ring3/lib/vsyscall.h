/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SYSENTER by Linux's convention of 32-bit code, from a 64-bit program that has
 * asked for the 32-bit vDSO (boot option vdso32=1).
 */
#ifndef GATEHOUSE_RING3_VSYSCALL_H
#define GATEHOUSE_RING3_VSYSCALL_H

#include "ring3/lib/cross.h"

#define VDSO_32 0xf0000000 /* where vsyscall_map() wants it */

/* Stubs for cross(), and their SYSENTERs (vsyscall.S). */
void vsyscall(void);
void vsyscall_with_ebp(void);
void vsyscall_from_64(void);
extern const u8 vsyscall_at[], vsyscall_with_ebp_at[], vsyscall_from_64_at[];
extern const u8 vsyscall_after[];

/*
 * Maps the vDSO: from then on all SYSENTERs of the program have this
 * convention. Returns its size, or -errno.
 */
long vsyscall_map(void);

/* Computes what vsyscall() must leave if the call's result is result. */
void vsyscall_expect(const struct machine_state *in, u64 result,
		     struct machine_state *expected);

#endif
