/* SPDX-License-Identifier: BSD-2-Clause */
/* Where an instruction must fault, for the tables about one that is refused. */
#ifndef RING0_CHECK_EXPECT_H
#define RING0_CHECK_EXPECT_H

#include "check/check.h"

/* At the instruction, at CPL 0 or 3, in 64-bit or in compatibility mode. */
#define FAULTS_AT(cs, ip, vector, error) \
	IS(EVENT, vector), IS(ERROR, error), IS(CS, cs), IS(IP, ip)
#define FAULTS_AT0(vector, error) \
	FAULTS_AT(SEL_KERNEL_CODE, KERNEL_CODE, vector, error)
#define FAULTS_AT0_32(vector, error) \
	FAULTS_AT(SEL_KERNEL_CODE32, KERNEL_CODE, vector, error)
#define FAULTS_AT3(vector, error) \
	FAULTS_AT(SEL_USER_CODE, USER_CODE, vector, error)
#define FAULTS_AT3_32(vector, error) \
	FAULTS_AT(SEL_USER_CODE32, USER_CODE, vector, error)
#define UD_AT0 FAULTS_AT0(X86_TRAP_UD, NO_ERROR)
#define UD_AT3 FAULTS_AT3(X86_TRAP_UD, NO_ERROR)

/* A prepare(): AX becomes CR0, CR3, CR4 or EFER with AX's bits changed. */
void prepare_flip_cr0(u64 *give);
void prepare_flip_cr3(u64 *give);
void prepare_flip_cr4(u64 *give);
void prepare_flip_efer(u64 *give);

#endif
