/* SPDX-License-Identifier: BSD-2-Clause */
/* A ResetSystem that faults, or that does nothing. */
#include "shim.h"

#define NOWHERE 0x7ffffffff000 /* mapped in nobody's tables */
#define RET 0xc3

EFI_STATUS reset_faults(EFI_SYSTEM_TABLE *system)
{
	system->RuntimeServices->ResetSystem = (EFI_RESET_SYSTEM)NOWHERE;
	return EFI_SUCCESS;
}

EFI_STATUS reset_returns(EFI_SYSTEM_TABLE *system)
{
	EFI_PHYSICAL_ADDRESS code;
	EFI_STATUS status = system->BootServices->AllocatePages(
		AllocateAnyPages, EfiRuntimeServicesCode, 1, &code);

	if (EFI_ERROR(status))
		return status;
	*(UINT8 *)code = RET;
	system->RuntimeServices->ResetSystem = (EFI_RESET_SYSTEM)code;
	return EFI_SUCCESS;
}
