/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of the group memory that are not in memory.c. */
#ifndef GATEHOUSE_HOSTILE_MEMORY_ROWS_H
#define GATEHOUSE_HOSTILE_MEMORY_ROWS_H

#define PRIVATE (MAP_PRIVATE | MAP_ANONYMOUS) /* mmap's flags */

/* memory_rights.c */
void memory_rights(void);
void memory_gone_at_once(void);
void memory_copies(void);
void memory_last_byte(void);
void memory_late_copy(void);

/* demand.c */
void demand_counts(void);
void demand_rights(void);
void demand_copies(void);
void demand_signal(void);
void demand_populate(void);

/* exhaust.c */
void exhaust_by_pages(void);
void exhaust_at_once(void);
void exhaust_by_brk(void);
void exhaust_tables(void);
void exhaust_scattered(void);
void exhaust_pieces(void);
void exhaust_ldt(void);
void without_memory(void);
void keep_all(void);

#endif
