/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of functions, for a call trace. symbols.pl writes the table, sorted by
 * address, at the end of ring0.elf and of its modules. An entry is the distance
 * from the entry before (7 bits a byte, the highest first, bit 7 set in all
 * bytes but the last), then the name and a NUL. The last entry has no name: its
 * address is the end of the code.
 */
#ifndef GATEHOUSE_SYMBOLS_H
#define GATEHOUSE_SYMBOLS_H

#include "types.h"

/*
 * Returns the name of the last symbol at or below address, and in *offset how
 * far address is above it. NULL: there is no such symbol, address is above the
 * code, or the table is cut off.
 */
const char *symbol_find(const void *table, u64 size, u64 address, u64 *offset);

#endif
