/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the module share. */
#ifndef RING0_MORE_MORE_H
#define RING0_MORE_MORE_H

#include "sys/console_input.h"

/* The program's timer is over. An interrupt calls it. */
void itimer_expired(void);

/* What is typed on the serial port. */
extern const struct console_input terminal;

#endif
