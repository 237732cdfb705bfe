/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of boot services. ExitBootServices() wants the key of the current
 * memory map. Any allocation makes a key stale, and the call itself signals
 * events of the firmware, some of which allocate. So a few tries may be needed.
 */
#include "loader.h"

#define EXIT_TRIES 128

void exit_boot_services(void)
{
	EFI_STATUS status;
	UINTN key;
	u32 tries = 0;

	/* Allocations since the last map may have split its descriptors. */
	reserve_memory_map();
	map_memory_in_use();
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
	 * Boot services may be partly shut down, and the console with them. The
	 * line is lost then, but there is no other way to print it.
	 */
	fatal(status, "leaving the firmware, try %u", tries);
}
