/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_IA32_ROWS_H
#define RING0_IA32_ROWS_H

/* Adds the module's calls to the i386 table. */
void rows_add(void);

#endif
