/* SPDX-License-Identifier: BSD-2-Clause */
/* The archives that programs come from, and what is in them. */
#ifndef RING0_BOOT_INITRAMFS_H
#define RING0_BOOT_INITRAMFS_H

#include "boot_info.h"

/* Looks them through, but for the one that waits until it is needed. */
void initramfs_init(const struct boot_info *boot);

/*
 * The file called name: the boot volume's, or else Gatehouse's own, and *own
 * says which. false: there is none.
 */
bool initramfs_find(const char *name, struct file *file, bool *own);

#endif
