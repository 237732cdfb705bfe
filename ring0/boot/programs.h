/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs that init= names, from the initramfs. */
#ifndef RING0_BOOT_PROGRAMS_H
#define RING0_BOOT_PROGRAMS_H

#include "lib/options.h"
#include "task/exec.h"

/* A program's part of init=, "NAME[:ARG...]". */
struct words {
	char name[64];	/* what the log calls it */
	char text[512]; /* what argv points to */
	char *argv[MAX_ARGUMENTS + 2];
};

/* Fills *words; argv ends with NULL. false: the part is too long. */
bool program_words(const struct option *program, struct words *words);

/* How many programs init= names. */
u32 programs_count(void);
/* Runs them in order, and prints a result for each. */
void programs_run(void);

#endif
