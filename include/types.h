/* SPDX-License-Identifier: BSD-2-Clause */
/* The integer types, by Linux's short names, and macros that all code uses. */
#ifndef GATEHOUSE_TYPES_H
#define GATEHOUSE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64; /* unsigned long: %lu, %lx */
typedef int32_t s32;
typedef int64_t s64;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define ALIGN_DOWN(x, a) ((x) & ~((typeof(x))(a) - 1))
#define ALIGN_UP(x, a) ALIGN_DOWN((x) + ((a) - 1), a)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#endif
