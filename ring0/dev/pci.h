/* SPDX-License-Identifier: BSD-2-Clause */
/* What ring 0 reads in PCI's configuration space. */
#ifndef RING0_DEV_PCI_H
#define RING0_DEV_PCI_H

#include "types.h"

/*
 * Finds the first function that is a serial controller of an 8250's kind, and
 * has it answer at its first base address register. Sets *address, and *io if
 * that is a port, not memory. false: there is none, or no configuration space.
 */
bool pci_find_serial(u64 *address, bool *io);

#endif
