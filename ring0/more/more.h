/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the module share. */
#ifndef RING0_MORE_MORE_H
#define RING0_MORE_MORE_H

#include "types.h"

/* The program's timer is over. An interrupt calls it. */
void itimer_expired(void);

#endif
