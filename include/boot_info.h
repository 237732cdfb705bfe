/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader hands to ring 0, and all that ring 0 knows of the firmware.
 * Every pointer here points into the direct map, at memory that the loader
 * allocated as EfiLoaderData; what is named *_phys is a physical address.
 */
#ifndef GATEHOUSE_BOOT_INFO_H
#define GATEHOUSE_BOOT_INFO_H

#include "types.h"

/* The types of UEFI's EFI_MEMORY_TYPE, with its values. */
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
	u64 type;  /* enum memory_type, or another of UEFI's */
};

struct file {
	const void *data; /* NULL: there is none */
	u64 size;	  /* bytes */
};

/* GOP's mode, when it has a linear framebuffer; else base_phys is 0. */
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

struct firmware {
	char vendor[64];   /* ASCII, always terminated */
	u32 revision;	   /* EFI_SYSTEM_TABLE.FirmwareRevision */
	u32 uefi_revision; /* EFI_SYSTEM_TABLE.Hdr.Revision, 2.70 = 0x20046 */
	/*
	 * ResetSystem, and the root of page tables in which it may be called:
	 * the runtime regions at their physical addresses in the low half,
	 * ring 0's mappings in the high half. 0: no such service.
	 */
	u64 reset_system_phys;
	u64 cr3;
};

struct boot_info {
	u64 size; /* sizeof(struct boot_info): both sides were built as one */

	const struct memory_range *memory_map; /* sorted, disjoint */
	u64 memory_map_entries;
	u64 direct_map_size; /* bytes of physical memory mapped there */
	u32 paging_levels;   /* 4, or 5: CR4.LA57 as found */
	u32 reserved;

	u64 rsdp_phys; /* ACPI's root pointer, 0: none */
	struct framebuffer framebuffer;
	struct found_registers found;
	struct firmware firmware;

	u64 start_tsc;	 /* in efi_main */
	u64 in_firmware; /* ticks of the TSC from then on in its calls */

	/* Options: gatehouse.cfg's text, a line end, the load options. */
	const char *options;
	/* What the loader has to say, a line each, for the log. "": nothing. */
	const char *remarks;

	struct file ring0_elf; /* with its symbols (symbols.h) */
	/* Archives, in the order of looking. Each may be compressed (gzip). */
	struct file initramfs_esp; /* the boot volume's, if there is one */
	struct file initramfs_embedded;
	struct file initramfs_extra;
};

#endif
