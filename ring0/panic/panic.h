/* SPDX-License-Identifier: BSD-2-Clause */
/* The end: in good order, or because ring 0 cannot go on. */
#ifndef RING0_PANIC_PANIC_H
#define RING0_PANIC_PANIC_H

#include "boot_info.h"
#include "lib/elf_image.h"
#include "ptrace.h"

/* Says why, with a call trace, prints the end line, and leaves. */
__attribute__((noreturn, format(printf, 1, 2))) void panic(const char *format,
							   ...);
/* The same for an exception in ring 0: vector, registers, CR2, the gate. */
__attribute__((noreturn)) void panic_regs(const struct pt_regs *regs,
					  unsigned int vector);

/* Takes ring 0's symbols from its ELF file. */
void backtrace_init(const struct boot_info *boot);
/* And a module's. */
void backtrace_add(const struct elf_image *image);
/* The call trace from a frame pointer on, ip first; "": no symbols. */
void backtrace(u64 ip, const void *frame_pointer);

#endif
