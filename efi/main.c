/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's steps. The firmware comes in at efi_main, by way of gnu-efi's
 * crt0, which has relocated the image; it leaves by handover(), into ring 0.
 */
#include "loader.h"

struct loader loader;

static void start(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_STATUS status;

	loader.start_tsc = rdtsc();
	loader.image = image;
	loader.system = system;
	loader.boot = system->BootServices;

	/* It would reset the machine five minutes from now. */
	FIRMWARE(loader.boot->SetWatchdogTimer(0, 0, 0, NULL));
	status = FIRMWARE(loader.boot->HandleProtocol(
		image, &guid, (void **)&loader.loaded_image));
	if (EFI_ERROR(status))
		fatal(status, "the loaded image protocol");
}

static void allocate_block(void)
{
	struct handover_block *block =
		must_allocate(sizeof(*block), "boot_info");

	block->info = (struct boot_info){
		.size = sizeof(block->info),
		.remarks = in_direct_map(block->remarks),
	};
	block->remarks[0] = '\0';
	loader.block = block;
	loader.info = &block->info;
}

static void record_time(void)
{
	loader.info->start_tsc = loader.start_tsc;
	loader.info->in_firmware = loader.in_firmware;
}

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	start(image, system);

	/* No rights by page without NX; and which page tables are in use. */
	check_cpu();

	/* From here on remarks can be made. */
	allocate_block();

	/* What the user brought: gatehouse.cfg, load options, programs. */
	gather_options();
	gather_initramfs();

	/* What the firmware knows: its name, ACPI's tables, the screen. */
	gather_firmware();
	gather_framebuffer();

	/* Ring 0's address space: all memory, then ring0.elf, then the jump. */
	map_direct();
	map_ring0();
	map_handover();

	/* A second one, in which ResetSystem can still be called. */
	map_runtime();

	/* *Point of no return*: behind it the firmware is not called again. */
	print_line("gatehouse: leaving the firmware");
	exit_boot_services();
	publish_memory_map();
	find_reset_system();

	/* Before anything changes them; interrupts are off from here on. */
	record_registers();
	record_time();
	handover(in_direct_map(loader.info), loader.entry,
		 in_direct_map(loader.block->stack + RING0_STACK_SIZE),
		 loader.table.root_phys);
}
