/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end because ring 0 cannot go on, and a fault in words. Every file may
 * include this header; panic/ itself may include all others.
 */
#ifndef RING0_PANIC_PANIC_H
#define RING0_PANIC_PANIC_H

#include "boot_info.h"
#include "cpu/fault.h"
#include "gatehouse.h"
#include "lib/elf_image.h"
#include "ptrace.h"

/* Prints why and a call trace, ends the log with FAIL, and leaves. */
__attribute__((noreturn, format(printf, 1, 2))) void panic(const char *format,
							   ...);
/*
 * The same for an exception of ring 0's: it prints vector, registers, CR2, and
 * the call that was in progress. regs: the frame of the exception.
 */
__attribute__((noreturn)) void panic_regs(const struct pt_regs *regs,
					  unsigned int vector);

/* Must run before another #PF can change CR2. */
struct fault fault_of(const struct pt_regs *regs, u32 vector);

/* Prints one line: who faulted, where, and the error code in words. */
void report_fault(const char *who, const struct pt_regs *regs,
		  const struct fault *fault);
/* Prints regs, and CR2 and CR3 as they are now. */
void report_registers(const struct pt_regs *regs);

/* "#GP general protection", or "vector 77" in a buffer that is reused. */
const char *vector_name(u32 vector);
/* "SYSCALL", "int 0x80" and so on. */
const char *gate_text(const struct pt_regs *regs);

/*
 * backtrace_init() notes where ring 0's symbols are, for the first call trace
 * to read. backtrace_add() takes a module's from its ELF file.
 */
void backtrace_init(const struct boot_info *boot);
void backtrace_add(const struct elf_image *image);
/*
 * Prints the call trace: ip first, then the callers that the frames from
 * frame_pointer on name. An address without a symbol is printed as a number.
 */
void backtrace(u64 ip, const void *frame_pointer);

#endif
