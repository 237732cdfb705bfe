/* SPDX-License-Identifier: BSD-2-Clause */
/* Two, four or eight bytes at any address, as one number. */
#ifndef GATEHOUSE_UNALIGNED_H
#define GATEHOUSE_UNALIGNED_H

#include "types.h"

static inline u16 load_u16(const void *from)
{
	u16 value;

	__builtin_memcpy(&value, from, sizeof(value));
	return value;
}

static inline u32 load_u32(const void *from)
{
	u32 value;

	__builtin_memcpy(&value, from, sizeof(value));
	return value;
}

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
