/* SPDX-License-Identifier: BSD-2-Clause */
/* What start.S has stored of a program's first instruction. */
#ifndef GATEHOUSE_START_H
#define GATEHOUSE_START_H

#include <elf.h>
#include "ring3/lib/print.h"
#include "types.h"

/* rax, rcx, rdx, rbx, rbp, rsi, rdi, r8 to r15; RFLAGS follow. */
#define START_REGISTERS 15
extern const u64 start_state[START_REGISTERS + 1], start_sp;

/* auxv.c: the rows of the auxiliary vector, AUXV_ROWS of them. */
#define AUXV_ROWS 6
void check_auxv(const Elf64_auxv_t *auxv, const char *name);

/* stack.c: the rows of the stack's place, STACK_ROWS of them. */
#define STACK_ROWS 3
void check_stack(void);

#endif
