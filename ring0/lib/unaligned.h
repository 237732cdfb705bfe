/* SPDX-License-Identifier: BSD-2-Clause */
/* Eight bytes at any address, as one number. */
#ifndef GATEHOUSE_UNALIGNED_H
#define GATEHOUSE_UNALIGNED_H

#include "types.h"

static inline u64 load_u64(const void *from)
{
	u64 value;

	__builtin_memcpy(&value, from, sizeof(value));
	return value;
}

static inline void store_u64(void *to, u64 value)
{
	__builtin_memcpy(to, &value, sizeof(value));
}

#endif
