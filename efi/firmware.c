/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the firmware's system table has: the firmware's name and version, and
 * where ACPI's tables start.
 */
#include "loader.h"

#include "lib/string.h"

void *configuration_table(const EFI_GUID *guid)
{
	const EFI_CONFIGURATION_TABLE *table =
		loader.system->ConfigurationTable;
	UINTN i;

	for (i = 0; i < loader.system->NumberOfTableEntries; i++)
		if (!memcmp(&table[i].VendorGuid, guid, sizeof(*guid)))
			return table[i].VendorTable;
	return NULL;
}

/* The first of two tables, or without it the second. 0: there is none. */
static u64 either_table(const EFI_GUID guid[2])
{
	void *table = configuration_table(&guid[0]);

	return (uintptr_t)(table ? table : configuration_table(&guid[1]));
}

static void copy_vendor(char *vendor, size_t size)
{
	const CHAR16 *wide = loader.system->FirmwareVendor;
	size_t i = 0;

	for (; wide && wide[i] && i < size - 1; i++)
		vendor[i] = wide[i] >= ' ' && wide[i] <= '~' ? wide[i] : '?';
	vendor[i] = '\0';
}

/* UEFI specification, "Globally Defined Variables": u8, 1: enforced. */
static enum secure_boot secure_boot(void)
{
	static EFI_GUID guid = EFI_GLOBAL_VARIABLE;
	u8 enforced = 0;
	UINTN size = sizeof(enforced);

	if (EFI_ERROR(FIRMWARE(loader.system->RuntimeServices->GetVariable(
		    u"SecureBoot", &guid, NULL, &size, &enforced))))
		return SECURE_BOOT_ABSENT;
	return enforced ? SECURE_BOOT_ON : SECURE_BOOT_OFF;
}

void gather_firmware(void)
{
	static const EFI_GUID acpi[] = {ACPI_20_TABLE_GUID, ACPI_TABLE_GUID};
	static const EFI_GUID smbios[] = {SMBIOS3_TABLE_GUID,
					  SMBIOS_TABLE_GUID};
	struct firmware *firmware = &loader.info->firmware;

	copy_vendor(firmware->vendor, sizeof(firmware->vendor));
	firmware->revision = loader.system->FirmwareRevision;
	firmware->uefi_revision = loader.system->Hdr.Revision;
	firmware->secure_boot = secure_boot();
	loader.info->rsdp_phys = either_table(acpi);
	firmware->smbios_phys = either_table(smbios);
}
