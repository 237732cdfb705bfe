/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The selectors, and the worksheet that dictates their order. Numbers only.
 *
 *   instruction      takes from                  CS            SS
 *   SYSCALL          STAR[47:32]      = 0x10     +0            +8
 *   SYSRETL          STAR[63:48]      = 0x23     +0            +8
 *   SYSRETQ          STAR[63:48]      = 0x23     +16           +8
 *   SYSENTER         IA32_SYSENTER_CS = 0x10     +0            +8
 *   SYSEXIT          IA32_SYSENTER_CS = 0x10     +16 | 3       +24 | 3
 *   SYSEXITQ         IA32_SYSENTER_CS = 0x10     +32 | 3       +40 | 3
 *
 * STAR[63:48] carries RPL 3 itself: Intel's SYSRET forces it into SS, AMD's
 * does not. SYSEXITQ's SS is not SYSRETQ's, hence user data twice. Linux has
 * the same numbers, without 0x38. ring0/cpu/gdt.c asserts each line.
 */
#ifndef GATEHOUSE_SEGMENT_H
#define GATEHOUSE_SEGMENT_H

#define SEL_KERNEL_CODE32 0x08
#define SEL_KERNEL_CODE 0x10
#define SEL_KERNEL_DATA 0x18 /* STAR[47:32] + 8, SYSENTER_CS + 8 */
#define SEL_USER_CODE32 0x23 /* STAR[63:48], SYSENTER_CS + 16 | 3 */
#define SEL_USER_DATA 0x2b   /* STAR[63:48] + 8, SYSENTER_CS + 24 | 3 */
#define SEL_USER_CODE 0x33   /* STAR[63:48] + 16, SYSENTER_CS + 32 | 3 */
#define SEL_USER_DATA_SYSEXITQ 0x3b /* SYSENTER_CS + 40 | 3 */
#define SEL_TSS 0x40	     /* and 0x48: a 16-byte descriptor */
#define SEL_TLS 0x63	     /* 0x60, 0x68, 0x70 with RPL 3 */
#define SEL_LDT 0x78	     /* and 0x80: a 16-byte descriptor */
#define SEL_TI 4	     /* a selector's table indicator: the LDT */

#define STAR_KERNEL SEL_KERNEL_CODE
#define STAR_USER SEL_USER_CODE32

#endif
