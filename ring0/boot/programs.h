/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs that init= names, from the initramfs. */
#ifndef RING0_BOOT_PROGRAMS_H
#define RING0_BOOT_PROGRAMS_H

#include "lib/options.h"
#include "task/exec.h"

/* A program's part of init=, "NAME[:ARG...]". */
struct words {
	char name[64];	/* what the log calls it */
	char **argv;	/* valid until the next program's */
};

/* Fills *words; argv ends with NULL. false: no memory for the words. */
bool program_words(const struct option *program, struct words *words);

/* How many programs init= names. */
u32 programs_count(void);
/* Runs them in order, and prints a result for each. */
void programs_run(void);

#endif
