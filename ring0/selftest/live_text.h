/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether what runs is what was built. */
#ifndef RING0_SELFTEST_LIVE_TEXT_H
#define RING0_SELFTEST_LIVE_TEXT_H

#include "boot_info.h"

/* Notes where ring0.elf is. */
void live_text_init(const struct boot_info *boot);

/* How many bytes of code and constants are not as they should be by now. */
u64 live_text_changes(void);

#endif
