/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BOOTIA32.EFI: what a firmware of 32 bits starts. Gatehouse needs one of 64,
 * and such a firmware would say only that there is nothing to boot.
 */
#include <efi.h>

#define READING_TIME 10000000 /* microseconds */

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	static CHAR16 text[] =
		u"Gatehouse: this firmware is UEFI of 32 bits, and Gatehouse "
		u"needs 64, also on a\r\nCPU that has them. Look for a newer "
		u"firmware, or take another machine.\r\n";

	(void)image;
	system->ConOut->OutputString(system->ConOut, text);
	system->BootServices->Stall(READING_TIME);
	return EFI_UNSUPPORTED;
}
