/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts \GATEHOUSE.EFI, BOOTX64.EFI by another name, with 5-level paging,
 * which no firmware here turns on. The firmware comes in at efi_main; from then
 * on its own page tables are the first entry of a fifth level.
 */
#include <efi.h>
#include <efilib.h>
#include <asm/processor-flags.h>
#include <cpuid.h>
#include "descriptor.h"
#include "segment.h"
#include "switch.h"

#define CPUID_EXTENDED_FEATURES 7
#define CPUID_7_ECX_LA57 (1u << 16)
#define PTE_PRESENT_WRITE 3
#define BELOW_4_GIB 0xffffffff
#define TABLE_ENTRIES 512

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

/* For the way through 32-bit code, without paging. */
static const struct descriptor gdt[] = {
	[SEL_KERNEL_CODE32 / 8] = { .type = DESC_CODE, .s = 1, .p = 1, .d = 1,
				    .g = 1, .limit_low = 0xffff,
				    .limit_high = 0xf },
	[SEL_KERNEL_CODE / 8] = { .type = DESC_CODE, .s = 1, .p = 1, .l = 1 },
	[SEL_KERNEL_DATA / 8] = { .type = DESC_DATA, .s = 1, .p = 1, .d = 1,
				  .g = 1, .limit_low = 0xffff,
				  .limit_high = 0xf },
};

static BOOLEAN has_la57(void)
{
	unsigned int a, b, c, d;

	return __get_cpuid_count(CPUID_EXTENDED_FEATURES, 0, &a, &b, &c, &d) &&
	       (c & CPUID_7_ECX_LA57);
}

static EFI_STATUS switch_levels(EFI_BOOT_SERVICES *boot)
{
	const struct gdt_pointer pointer = { .limit = sizeof(gdt) - 1,
					     .base = (UINT64)gdt };
	EFI_PHYSICAL_ADDRESS root = BELOW_4_GIB;
	EFI_STATUS status = boot->AllocatePages(AllocateMaxAddress,
						EfiBootServicesData, 1, &root);
	UINT64 *entry = (UINT64 *)root, cr3;

	if (EFI_ERROR(status))
		return status;
	asm volatile("mov %%cr3, %0" : "=r"(cr3));
	ZeroMem(entry, TABLE_ENTRIES * sizeof(*entry));
	entry[0] = cr3 | PTE_PRESENT_WRITE;
	switch_to_5_levels(root, &pointer);
	return EFI_SUCCESS;
}

static EFI_STATUS start_gatehouse(EFI_HANDLE image, EFI_BOOT_SERVICES *boot)
{
	EFI_LOADED_IMAGE *self;
	EFI_HANDLE gatehouse;
	EFI_STATUS status = boot->HandleProtocol(image, &LoadedImageProtocol,
						 (void **)&self);

	if (EFI_ERROR(status))
		return status;
	status = boot->LoadImage(FALSE, image,
				 FileDevicePath(self->DeviceHandle,
						L"\\GATEHOUSE.EFI"),
				 NULL, 0, &gatehouse);
	if (EFI_ERROR(status))
		return status;
	return boot->StartImage(gatehouse, NULL, NULL);
}

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	EFI_STATUS status = EFI_UNSUPPORTED;

	InitializeLib(image, system);
	if (has_la57())
		status = switch_levels(system->BootServices);
	if (!EFI_ERROR(status))
		status = start_gatehouse(image, system->BootServices);
	Print(L"la57: %r\n", status);
	return status;
}
