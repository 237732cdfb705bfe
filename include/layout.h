/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address space. The loader builds it, and ring 0 fills it. Numbers only,
 * so that assembly can include it.
 *
 *   0x0000000000000000  ring 3 (below 2^47, or 2^56 under LA57)
 *   0xffff888000000000  direct map: physical memory, writable, no execute
 *   0xffffc90000000000  device registers (uncached), as Linux's ioremap
 *   0xffffc94000000000  ring 0's areas of contiguous addresses
 *   0xfffffe0000000000  the IDT, then what each CPU needs to enter ring 0
 *   0xfffffe1000000000  the LDT of the program that runs, if it has one
 *   0xfffffe2000000000  stacks for IRET to a 16-bit one: HAZARD espfix
 *   0xfffffe4000000000  tasks' kernel stacks, an unmapped page below each
 *   0xfffffe6000000000  each further CPU's own data: struct cpu and the rest
 *   0xffffffff80000000  ring0.elf, where it is linked
 *   0xffffffffc0000000  ring 0's modules, a window each
 */
#ifndef GATEHOUSE_LAYOUT_H
#define GATEHOUSE_LAYOUT_H

#define PAGE_SHIFT 12
#define PAGE_SIZE 0x1000

#define DIRECT_MAP 0xffff888000000000
#define IOREMAP_BASE 0xffffc90000000000
#define AREAS 0xffffc94000000000 /* in IOREMAP_BASE's top-level entry */
#define CPU_ENTRY_AREA 0xfffffe0000000000
#define LDT_AREA 0xfffffe1000000000
#define ESPFIX_AREA 0xfffffe2000000000
#define KERNEL_STACKS 0xfffffe4000000000
#define CPU_AREA 0xfffffe6000000000
#define RING0_LINK 0xffffffff80000000

/* A module is linked at the start of a window of its own (module.lds). */
#define MODULE_AREA 0xffffffffc0000000
#define MODULE_WINDOW 0x100000
#define MODULES 16 /* windows; ring0/NAME/module.lds says which is whose */

/* The first non-canonical address above the lower half. */
#define CANONICAL_END_4_LEVEL 0x0000800000000000
#define CANONICAL_END_5_LEVEL 0x0100000000000000

/*
 * The page below the hole stays unmapped. A SYSCALL at its end would have a
 * non-canonical return address: HAZARD sysret-noncanonical.
 */
#define TASK_SIZE_4_LEVEL (CANONICAL_END_4_LEVEL - PAGE_SIZE)
#define TASK_SIZE_5_LEVEL (CANONICAL_END_5_LEVEL - PAGE_SIZE)

#endif
