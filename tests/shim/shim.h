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

EFI_STATUS rsdp_none(EFI_SYSTEM_TABLE *system);

/* exit.c */
EFI_STATUS exit_fails_2(EFI_SYSTEM_TABLE *system);
EFI_STATUS exit_fails_100(EFI_SYSTEM_TABLE *system);
EFI_STATUS exit_fails_ever(EFI_SYSTEM_TABLE *system);
EFI_STATUS cr4_left_on(EFI_SYSTEM_TABLE *system);
/* Calls function once ExitBootServices has ended well. */
EFI_STATUS after_exit(EFI_SYSTEM_TABLE *system, void (*function)(void));

/* map.c */
EFI_STATUS map_grows(EFI_SYSTEM_TABLE *system);
EFI_STATUS map_40(EFI_SYSTEM_TABLE *system);
EFI_STATUS map_64(EFI_SYSTEM_TABLE *system);

/* poison.c */
EFI_STATUS memory_poisoned(EFI_SYSTEM_TABLE *system);

/* gop.c */
EFI_STATUS gop_hidden(EFI_SYSTEM_TABLE *system);
EFI_STATUS gop_too_small(EFI_SYSTEM_TABLE *system);
EFI_STATUS gop_without_base(EFI_SYSTEM_TABLE *system);
EFI_STATUS gop_without_modes(EFI_SYSTEM_TABLE *system);

/* file.c, serial.c */
EFI_STATUS read_fails(EFI_SYSTEM_TABLE *system);
EFI_STATUS serial_38400(EFI_SYSTEM_TABLE *system);

/* msr.c */
EFI_STATUS boot_cpu_alone(EFI_SYSTEM_TABLE *system);

/* interrupt.c */
EFI_STATUS interrupt_pending(EFI_SYSTEM_TABLE *system);
EFI_STATUS io_apic_live(EFI_SYSTEM_TABLE *system);

#endif
