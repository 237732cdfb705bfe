/* SPDX-License-Identifier: BSD-2-Clause */
/* The archives that programs come from, and what is in them. */
#ifndef RING0_BOOT_INITRAMFS_H
#define RING0_BOOT_INITRAMFS_H

#include "boot_info.h"

/* Unpacks the boot volume's, and looks through Gatehouse's first one. */
void initramfs_init(const struct boot_info *boot);

/*
 * Finds the file of that name: the boot volume's, or else Gatehouse's own, and
 * inflates it. *own: it is Gatehouse's. false: there is none.
 */
bool initramfs_find(const char *name, struct file *file, bool *own);

/* A line of the log or more with the names of the files that there are. */
void initramfs_print_names(void);

#endif
