/* SPDX-License-Identifier: BSD-2-Clause */
/* A fault and its registers in words, for a person to act on. */
#ifndef RING0_PANIC_FAULT_REPORT_H
#define RING0_PANIC_FAULT_REPORT_H

#include "gatehouse.h"
#include "cpu/fault.h"

/* "#GP general protection", or "vector 77". Not reentrant. */
const char *vector_name(u32 vector);

/* The gate that regs came in by: "int 0x80", and so on. */
const char *gate_text(const struct pt_regs *regs);

/* One line each, "# " first: the fault with its error code in words. */
void report_fault(const char *who, const struct pt_regs *regs,
		  const struct fault *fault);
void report_registers(const struct pt_regs *regs);

/* What CR2 and the stack hold right after an exception. */
struct fault fault_of(const struct pt_regs *regs, u32 vector);

#endif
