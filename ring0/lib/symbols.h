/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of code, for a call trace. symbols.pl writes the table behind the last
 * segment of ring0.elf and of its module, by address; each entry is by how much
 * its address exceeds the one before (bytes of 7 bits, the highest first, all
 * but the last with bit 7), and the name, with a NUL. The last ends the code.
 */
#ifndef GATEHOUSE_SYMBOLS_H
#define GATEHOUSE_SYMBOLS_H

#include "types.h"

/*
 * The last symbol at or below address: its name, and *offset from it. NULL:
 * there is none, or code ends before, or the table does before that is known.
 */
const char *symbol_find(const void *table, u64 size, u64 address, u64 *offset);

#endif
