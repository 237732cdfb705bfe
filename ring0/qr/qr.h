/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of qr.elf. */
#ifndef RING0_QR_QR_H
#define RING0_QR_QR_H

#include "types.h"

/* Version 7: the largest code that fits beside the verdict. */
#define QR_VERSION 7
#define QR_SIDE (4 * QR_VERSION + 17) /* dots */
/* Characters of the dense alphabet that it has room for, with the least ECC. */
#define QR_TEXT 224

/*
 * encode.c: makes a code of text. Returns how many dots a side has; 0: text is
 * too long.
 */
u32 qr_encode(const char *text);
/* true: that dot of the last code is dark. Outside of the code none is. */
bool qr_is_dark(u32 x, u32 y);

/* libc.c */
char *strchr(const char *text, int c);

/* draw.c: draws the last code, of that side, beside the verdict. */
void qr_draw(u32 side);

#endif
