/* SPDX-License-Identifier: BSD-2-Clause */
/* Runtime services that fault, or do nothing: their code is written over. */
#include "shim.h"
#include <asm/processor-flags.h>

#define UD2 0x0b0f
#define RET 0xc3

static EFI_STATUS write_over(void *service, UINT16 instruction)
{
	UINT64 cr0;

	/* The firmware may have made its code read-only. */
	asm volatile("mov %%cr0, %0" : "=r"(cr0));
	asm volatile("mov %0, %%cr0" : : "r"(cr0 & ~(UINT64)X86_CR0_WP));
	*(volatile UINT16 *)service = instruction;
	asm volatile("mov %0, %%cr0" : : "r"(cr0));
	return EFI_SUCCESS;
}

EFI_STATUS reset_faults(EFI_SYSTEM_TABLE *system)
{
	return write_over(system->RuntimeServices->ResetSystem, UD2);
}

EFI_STATUS reset_returns(EFI_SYSTEM_TABLE *system)
{
	return write_over(system->RuntimeServices->ResetSystem, RET);
}

EFI_STATUS query_faults(EFI_SYSTEM_TABLE *system)
{
	return write_over(system->RuntimeServices->QueryVariableInfo, UD2);
}
