/* SPDX-License-Identifier: BSD-2-Clause */
/* What the screen's page (log/page.h) says of the machine and of the gates. */
#ifndef RING0_BOOT_MACHINE_PAGE_H
#define RING0_BOOT_MACHINE_PAGE_H

#include "boot_info.h"

/* Draws the page, if there is a screen and screen=off was not asked for. */
void machine_page_init(const struct boot_info *boot);

/* Shows how many returns each gate has had, by which instruction. */
void machine_page_gates(void);

/* Measures what each gate costs, and shows it, if the page is there. */
void machine_page_cost(void);

#endif
