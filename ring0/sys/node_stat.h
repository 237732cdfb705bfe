/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RING0_SYS_NODE_STAT_H
#define RING0_SYS_NODE_STAT_H

#include <asm/stat.h>
#include "sys/root.h"

/* Returns what stat(2) tells of node. */
struct stat stat_of(const struct node *node);

#endif
