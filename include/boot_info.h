/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader hands to ring 0: all that ring 0 knows of the firmware. Every
 * pointer points into the direct map, at EfiLoaderData or into the loader's own
 * image. Members named *_phys are physical addresses.
 */
#ifndef GATEHOUSE_BOOT_INFO_H
#define GATEHOUSE_BOOT_INFO_H

#include "types.h"
#include "uart_place.h"

/* UEFI's EFI_MEMORY_TYPE, with its values. */
enum memory_type {
	MEMORY_LOADER_CODE = 1,
	MEMORY_LOADER_DATA = 2,
	MEMORY_BOOT_SERVICES_CODE = 3,
	MEMORY_BOOT_SERVICES_DATA = 4,
	MEMORY_RUNTIME_SERVICES_CODE = 5,
	MEMORY_RUNTIME_SERVICES_DATA = 6,
	MEMORY_CONVENTIONAL = 7,
};

struct memory_range {
	u64 phys;  /* page aligned */
	u64 pages; /* of 4 KiB */
	u64 type;  /* enum memory_type, or another value of UEFI's */
};

struct file {
	const void *data; /* NULL: there is none */
	u64 size;	  /* bytes */
};

/* The mode of UEFI's graphics output protocol. base_phys 0: there is none. */
struct framebuffer {
	u64 base_phys;
	u64 size;	     /* bytes */
	u32 width, height;   /* pixels */
	u32 pixels_per_line; /* GOP's PixelsPerScanLine */
	u32 format;	     /* EFI_GRAPHICS_PIXEL_FORMAT: 0 RGBX, 1 BGRX */
};

/* The registers as the firmware left them, before ring 0 wrote any. */
struct found_registers {
	u64 cr0, cr3, cr4, efer, rflags;
	u16 cs, ss, tr;
};

#define FIRMWARE_UARTS 4

enum secure_boot { SECURE_BOOT_ABSENT, SECURE_BOOT_OFF, SECURE_BOOT_ON };

struct firmware {
	char vendor[64];   /* ASCII, NUL-terminated */
	u32 revision;	   /* EFI_SYSTEM_TABLE.FirmwareRevision */
	u32 uefi_revision; /* EFI_SYSTEM_TABLE.Hdr.Revision, 2.70 = 0x20046 */
	/*
	 * The addresses of runtime services, 0: none; and the root of page
	 * tables in which they may be called. Their low half maps the
	 * firmware's runtime regions at their physical addresses, their high
	 * half is ring 0's.
	 */
	u64 reset_system_phys;
	u64 set_variable_phys, query_variable_info_phys;
	u64 cr3;
	u64 buffer_phys; /* struct runtime_buffer (saved_log.h), 0: none */
	/* Those that its console was on. */
	struct uart_place uarts[FIRMWARE_UARTS];
	u64 uart_count;
	u64 smbios_phys; /* SMBIOS's entry point. 0: none */
	u64 secure_boot; /* enum secure_boot */
};

#define TRAMPOLINE_PAGES 2

/* The start of EFI_TIME: when the loader started. All 0: not known. */
struct start_time {
	u16 year;
	u8 month, day, hour, minute, second, reserved;
};

struct boot_info {
	u64 size; /* sizeof(struct boot_info), as the loader was built with */

	const struct memory_range *memory_map; /* sorted, disjoint */
	u64 memory_map_entries;
	u64 direct_map_size; /* bytes of physical memory that it has room for */
	u32 paging_levels;   /* 4 or 5, as CR4.LA57 is */
	u32 reserved;

	u64 rsdp_phys; /* ACPI's root pointer. 0: none */
	/* TRAMPOLINE_PAGES below 640 KiB, to start other CPUs on. 0: none */
	u64 trampoline_phys;
	struct framebuffer framebuffer;
	struct found_registers found;
	struct firmware firmware;

	struct start_time time;
	u64 start_tsc;	 /* the TSC at the start of efi_main */
	u64 in_firmware; /* ticks of the TSC spent in the firmware since then */

	/* gatehouse.cfg's text, a line end, the image's load options; a NUL. */
	const char *options;
	/* Lines for the log, each ended by '\n'; a NUL. */
	const char *remarks;

	struct file ring0_elf; /* with its symbol table */
	/* Archives, in the order of searching. Each may be a gzip file. */
	struct file initramfs_esp; /* from the boot volume, if there is one */
	struct file initramfs_embedded;
	struct file initramfs_extra;
};

#endif
