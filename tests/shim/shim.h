/* SPDX-License-Identifier: BSD-2-Clause */
/* The shim's faults. Each is injected if \shim\NAME is on the boot volume. */
#ifndef TESTS_SHIM_H
#define TESTS_SHIM_H

#include <efi.h>

/* Each returns what has gone wrong, if it cannot inject its fault. */

/* reset.c */
EFI_STATUS reset_faults(EFI_SYSTEM_TABLE *system);
EFI_STATUS reset_returns(EFI_SYSTEM_TABLE *system);
EFI_STATUS query_faults(EFI_SYSTEM_TABLE *system);

/* acpi.c */
EFI_STATUS fadt_too_long(EFI_SYSTEM_TABLE *system);
EFI_STATUS fadt_bad_sum(EFI_SYSTEM_TABLE *system);
EFI_STATUS rsdt_alone(EFI_SYSTEM_TABLE *system);
EFI_STATUS xsdt_loops(EFI_SYSTEM_TABLE *system);
EFI_STATUS madt_absent(EFI_SYSTEM_TABLE *system);
EFI_STATUS madt_x2apic(EFI_SYSTEM_TABLE *system);

/* msr.c */
EFI_STATUS boot_cpu_alone(EFI_SYSTEM_TABLE *system);

/* interrupt.c */
EFI_STATUS interrupt_pending(EFI_SYSTEM_TABLE *system);
EFI_STATUS io_apic_live(EFI_SYSTEM_TABLE *system);

#endif
