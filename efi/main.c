/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's steps. The firmware calls gnu-efi's crt0, which relocates the
 * image and calls efi_main(); that leaves by handover(), into ring 0.
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

	/* The firmware's watchdog would reset the machine in five minutes. */
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

	/* boot_info, and the text that remark() adds to. */
	allocate_block();

	/* What the user provides: gatehouse.cfg and load options. */
	gather_options();

	/* The firmware: its name, ACPI's tables, and where its console is. */
	gather_firmware();
	gather_console();

	/* Serial ports, if that console is on none. */
	find_serial();

	/* Pages need NX. */
	check_cpu();

	/* Programs, the log that the last run left behind, the screen. */
	gather_initramfs();
	take_saved_log();
	gather_framebuffer();

	/* Memory that a CPU can start on in real mode. */
	reserve_trampoline();

	/* Ring 0's address space: memory, ring0.elf, and handover.S. */
	choose_levels();
	map_direct();
	map_ring0();
	map_handover();

	/* A second address space, to call runtime services in later. */
	map_runtime();

	/* *Point of no return*: no boot service can be called after it. */
	print_line("gatehouse: leaving the firmware");
	exit_boot_services();
	publish_memory_map();
	find_runtime_services();

	/* Nothing has changed them so far. Interrupts are off from here on. */
	record_registers();
	record_time();
	handover(in_direct_map(loader.info), loader.entry,
		 in_direct_map(loader.block->stack + RING0_STACK_SIZE),
		 loader.table.root_phys, loader.level_switch);
}
