/* SPDX-License-Identifier: BSD-2-Clause */
/* Linux's audit log, on the CPU that the firmware started. */
#ifndef RING0_SYS_AUDIT_H
#define RING0_SYS_AUDIT_H

#include "types.h"

/* Each event has a number of its own. */
u32 audit_serial(void);

/* Prints the begin of a record; its fields, and the end of line, follow. */
void audit_print(const char *type, u64 microseconds, u32 serial);

/* Prints name=text, or its bytes in hex if they could be taken for fields. */
void audit_print_untrusted(const char *name, const char *text);

#endif
