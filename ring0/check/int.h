/* SPDX-License-Identifier: BSD-2-Clause */
/* What the checks of INT n and of the delivery of events share. */
#ifndef RING0_CHECK_INT_H
#define RING0_CHECK_INT_H

#include "check/check.h"
#include "cpu/tss.h"

#define VECTOR 0x30
#define INT CODE("int $0x30", "\xcd\x30")
#define UD2 CODE("ud2", "\x0f\x0b")

/* An error code's bits below the selector, or below the vector. */
#define ERROR_EXT 1
#define ERROR_IDT 2
#define GATE_ERROR(vector) ((vector) << 3 | ERROR_IDT)

/* 64-bit code, without its type and DPL. */
#define DESC_FLAT64 (DESC_FLAT | DESC_L)
#define DESC_CONFORMING 4

/* The frame: SS, RSP, RFLAGS, CS, RIP; and with an error code. */
#define FRAME (5 * 8)
#define FRAME_AND_ERROR (6 * 8)

/* To the vector's landing, from any CPL, by IST1 to IST7, or by none (0). */
#define GIVE_OPEN_GATE(vector, ist)        \
	GIVE_GATE(vector, SEL_KERNEL_CODE, \
		  GATE_PRESENT | GATE_TYPE_INTERRUPT | GATE_DPL3 | (ist))

/* TSS limits by which the last byte of RSP0, or of IST7, is past it. */
#define TSS_WITHOUT_RSP0 (offsetof(struct tss, rsp) + 8 - 2)
#define TSS_WITHOUT_IST7 (offsetof(struct tss, ist) + 7 * 8 - 2)

#endif
