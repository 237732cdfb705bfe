/* SPDX-License-Identifier: BSD-2-Clause */
/* Firmware that sets up the boot CPU alone. */
#include "shim.h"

#define IA32_MISC_ENABLE 0x1a0
#define MISC_ENABLE_EIST (1u << 16) /* of no consequence in an emulator */

EFI_STATUS boot_cpu_alone(EFI_SYSTEM_TABLE *system)
{
	UINT32 low, high;

	(void)system;
	asm volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(IA32_MISC_ENABLE));
	low ^= MISC_ENABLE_EIST;
	asm volatile("wrmsr" : : "a"(low), "d"(high), "c"(IA32_MISC_ENABLE));
	return EFI_SUCCESS;
}
