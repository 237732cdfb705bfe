/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts that the firmware leaves pending, or can still send. */
#include "shim.h"

#define LOCAL_APIC 0xfee00000
#define APIC_TPR 0x80
#define APIC_ICR 0x300
#define ICR_TO_SELF 0x44000 /* level: assert */
#define TPR_ALL 0xf0	    /* holds everything back */
#define PENDING_VECTOR 0xb3

#define IO_APIC 0xfec00000
#define IO_APIC_SELECT 0x00
#define IO_APIC_WINDOW 0x10
#define REDIRECTION_2 0x14 /* low half of entry 2: the 8254, or the HPET */
#define LIVE_VECTOR 0xb4

static void write(UINT64 base, UINT32 offset, UINT32 value)
{
	*(volatile UINT32 *)(base + offset) = value;
}

/* The firmware's own interrupts come by the 8259, which TPR does not hold. */
EFI_STATUS interrupt_pending(EFI_SYSTEM_TABLE *system)
{
	(void)system;
	write(LOCAL_APIC, APIC_TPR, TPR_ALL);
	write(LOCAL_APIC, APIC_ICR, ICR_TO_SELF | PENDING_VECTOR);
	return EFI_SUCCESS;
}

EFI_STATUS io_apic_live(EFI_SYSTEM_TABLE *system)
{
	(void)system;
	write(LOCAL_APIC, APIC_TPR, TPR_ALL);
	write(IO_APIC, IO_APIC_SELECT, REDIRECTION_2);
	write(IO_APIC, IO_APIC_WINDOW, LIVE_VECTOR);
	return EFI_SUCCESS;
}
