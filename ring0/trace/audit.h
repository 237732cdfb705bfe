/* SPDX-License-Identifier: BSD-2-Clause */
/* audit=1, which is a trace, too. */
#ifndef RING0_TRACE_AUDIT_H
#define RING0_TRACE_AUDIT_H

void audit_init(void);

#endif
