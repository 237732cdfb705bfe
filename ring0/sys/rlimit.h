/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_SYS_RLIMIT_H
#define RING0_SYS_RLIMIT_H

#include "types.h"
#include <linux/resource.h>

/* Returns a program's limits of a resource (RLIMIT_*), both the same. */
struct rlimit64 rlimit_of(u32 resource);

#endif
