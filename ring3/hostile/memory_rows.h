/* SPDX-License-Identifier: BSD-2-Clause */
/* exhaust.c's rows of the group memory. */
#ifndef GATEHOUSE_HOSTILE_MEMORY_ROWS_H
#define GATEHOUSE_HOSTILE_MEMORY_ROWS_H

void exhaust_by_pages(void);
void exhaust_at_once(void);
void exhaust_by_brk(void);
void exhaust_tables(void);
void exhaust_pieces(void);
void exhaust_ldt(void);
void without_memory(void);
void keep_all(void);

#endif
