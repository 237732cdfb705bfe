/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the module share. */
#ifndef RING0_MORE_MORE_H
#define RING0_MORE_MORE_H

#include "sys/console_input.h"
#include "sys/root.h"
#include "task/exec.h"

/* The program's timer is over. An interrupt calls it. */
void itimer_expired(void);

/* What is typed on the serial port. */
extern const struct console_input terminal;

/* devices.c: for root_find_more. */
long devices_find(const char *path, bool follow, struct node *node);

/* vdso64.c: for exec_map_vdso_64. */
exec_map_vdso vdso64_map;

#endif
