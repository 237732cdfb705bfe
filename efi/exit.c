/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of boot services. The map's key grows stale whenever an event of
 * the firmware allocates memory, which some do in answer to this very call.
 */
#include "loader.h"

#define EXIT_TRIES 128

void exit_boot_services(void)
{
	EFI_STATUS status;
	UINTN key;
	u32 tries = 0;

	/* The page tables may have split what the last map had as one. */
	reserve_memory_map();
	do {
		tries++;
		status = get_memory_map(&key);
		if (!EFI_ERROR(status))
			status = FIRMWARE(loader.boot->ExitBootServices(
				loader.image, key));
		if (!EFI_ERROR(status))
			return;
	} while (status == EFI_INVALID_PARAMETER && tries < EXIT_TRIES);
	/*
	 * Boot services may be half gone, and the console with them: then the
	 * line is lost, but there is nothing better to say it with.
	 */
	fatal(status, "leaving the firmware, try %u", tries);
}
