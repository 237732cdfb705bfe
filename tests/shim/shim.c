/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts \GATEHOUSE.EFI, BOOTX64.EFI by another name, on firmware that this
 * image has made faulty before: see shim.h.
 */
#include "shim.h"
#include <efilib.h>

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

static const struct {
	CHAR16 *name;
	EFI_STATUS (*inject)(EFI_SYSTEM_TABLE *system);
} faults[] = {
	{ L"\\shim\\reset-faults", reset_faults },
	{ L"\\shim\\reset-returns", reset_returns },
	{ L"\\shim\\query-faults", query_faults },
	{ L"\\shim\\fadt-too-long", fadt_too_long },
	{ L"\\shim\\fadt-bad-sum", fadt_bad_sum },
	{ L"\\shim\\rsdt-alone", rsdt_alone },
	{ L"\\shim\\xsdt-loops", xsdt_loops },
	{ L"\\shim\\madt-absent", madt_absent },
	{ L"\\shim\\madt-x2apic", madt_x2apic },
	{ L"\\shim\\boot-cpu-alone", boot_cpu_alone },
	{ L"\\shim\\interrupt-pending", interrupt_pending },
	{ L"\\shim\\io-apic-live", io_apic_live },
	{ L"\\shim\\rsdp-none", rsdp_none },
	{ L"\\shim\\exit-fails-2", exit_fails_2 },
	{ L"\\shim\\exit-fails-100", exit_fails_100 },
	{ L"\\shim\\exit-fails-ever", exit_fails_ever },
	{ L"\\shim\\cr4-left-on", cr4_left_on },
	{ L"\\shim\\map-grows", map_grows },
	{ L"\\shim\\map-40", map_40 },
	{ L"\\shim\\map-64", map_64 },
	{ L"\\shim\\memory-poisoned", memory_poisoned },
	{ L"\\shim\\gop-hidden", gop_hidden },
	{ L"\\shim\\gop-too-small", gop_too_small },
	{ L"\\shim\\gop-without-base", gop_without_base },
	{ L"\\shim\\gop-without-modes", gop_without_modes },
	{ L"\\shim\\read-fails", read_fails },
	{ L"\\shim\\serial-38400", serial_38400 },
};

static BOOLEAN exists(EFI_FILE_HANDLE volume, CHAR16 *name)
{
	EFI_FILE_HANDLE file;

	if (EFI_ERROR(volume->Open(volume, &file, name, EFI_FILE_MODE_READ, 0)))
		return FALSE;
	file->Close(file);
	return TRUE;
}

static EFI_STATUS inject_all(EFI_HANDLE device, EFI_SYSTEM_TABLE *system)
{
	EFI_FILE_HANDLE volume = LibOpenRoot(device);
	EFI_STATUS status = volume ? EFI_SUCCESS : EFI_NOT_FOUND;
	UINTN i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (!EFI_ERROR(status) && exists(volume, faults[i].name))
			status = faults[i].inject(system);
	return status;
}

static EFI_STATUS start_gatehouse(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	EFI_BOOT_SERVICES *boot = system->BootServices;
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
	if (!EFI_ERROR(status))
		status = inject_all(self->DeviceHandle, system);
	return EFI_ERROR(status) ? status :
				   boot->StartImage(gatehouse, NULL, NULL);
}

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	EFI_STATUS status;

	InitializeLib(image, system);
	status = start_gatehouse(image, system);
	Print(L"shim: %r\n", status);
	return status;
}
