/* SPDX-License-Identifier: BSD-2-Clause */
/* Damages ACPI's tables: lengths, checksums, lists. */
#include "shim.h"
#include <efilib.h>

#define HEADER 36
#define LENGTH 4
#define CHECKSUM 9
#define RSDP_REVISION 15
#define RSDP_XSDT 24
#define ABSURD 0xf0000000 /* it still ends below 4 GiB */

static EFI_GUID acpi_20 = ACPI_20_TABLE_GUID;

static UINT8 *rsdp(EFI_SYSTEM_TABLE *system)
{
	UINTN i;

	for (i = 0; i < system->NumberOfTableEntries; i++)
		if (!CompareGuid(&system->ConfigurationTable[i].VendorGuid,
				 &acpi_20))
			return system->ConfigurationTable[i].VendorTable;
	return NULL;
}

static UINT8 *xsdt(EFI_SYSTEM_TABLE *system)
{
	UINT8 *root = rsdp(system);

	return root ? *(UINT8 **)(root + RSDP_XSDT) : NULL;
}

/* Its checksum is made right again, for it must not be the reason. */
static void sum_up(UINT8 *table)
{
	UINT32 i, length = *(UINT32 *)(table + LENGTH);
	UINT8 sum = 0;

	for (i = 0; i < length; i++)
		sum += table[i];
	table[CHECKSUM] -= sum;
}

static UINT8 *find(EFI_SYSTEM_TABLE *system, const char *signature)
{
	UINT8 *list = xsdt(system);
	UINT32 i;

	for (i = HEADER; list && i < *(UINT32 *)(list + LENGTH); i += 8) {
		UINT8 *table = *(UINT8 **)(list + i);

		if (!CompareMem(table, signature, 4))
			return table;
	}
	return NULL;
}

static UINT8 *fadt(EFI_SYSTEM_TABLE *system)
{
	return find(system, "FACP");
}

EFI_STATUS fadt_too_long(EFI_SYSTEM_TABLE *system)
{
	UINT8 *table = fadt(system);

	if (!table)
		return EFI_NOT_FOUND;
	*(UINT32 *)(table + LENGTH) = ABSURD;
	return EFI_SUCCESS;
}

EFI_STATUS fadt_bad_sum(EFI_SYSTEM_TABLE *system)
{
	UINT8 *table = fadt(system);

	if (!table)
		return EFI_NOT_FOUND;
	table[CHECKSUM]++;
	return EFI_SUCCESS;
}

EFI_STATUS rsdt_alone(EFI_SYSTEM_TABLE *system)
{
	UINT8 *root = rsdp(system);

	if (!root)
		return EFI_NOT_FOUND;
	root[RSDP_REVISION] = 0;
	*(UINT64 *)(root + RSDP_XSDT) = 0;
	return EFI_SUCCESS;
}

EFI_STATUS rsdp_none(EFI_SYSTEM_TABLE *system)
{
	static EFI_GUID acpi_1 = ACPI_TABLE_GUID;
	EFI_BOOT_SERVICES *boot = system->BootServices;

	boot->InstallConfigurationTable(&acpi_1, NULL); /* or has it none? */
	return boot->InstallConfigurationTable(&acpi_20, NULL);
}

/* Every entry leads back to the list. */
EFI_STATUS xsdt_loops(EFI_SYSTEM_TABLE *system)
{
	UINT8 *list = xsdt(system);
	UINT32 i;

	if (!list)
		return EFI_NOT_FOUND;
	for (i = HEADER; i < *(UINT32 *)(list + LENGTH); i += 8)
		*(UINT8 **)(list + i) = list;
	sum_up(list);
	return EFI_SUCCESS;
}

#define MADT_FIRST 44
#define MADT_LOCAL_APIC 0
#define ABSENT_APIC_ID 77

/* The third processor gets an ID that no processor has. */
EFI_STATUS madt_absent(EFI_SYSTEM_TABLE *system)
{
	UINT8 *table = find(system, "APIC");
	UINT32 i, seen = 0;

	for (i = MADT_FIRST; table && i < *(UINT32 *)(table + LENGTH);
	     i += table[i + 1]) {
		if (table[i] != MADT_LOCAL_APIC || ++seen != 3)
			continue;
		table[i + 3] = ABSENT_APIC_ID;
		sum_up(table);
		return EFI_SUCCESS;
	}
	return EFI_NOT_FOUND;
}

#define X2APIC 9
#define X2APIC_SIZE 16
#define MADE_CPUS 2
#define MADE_MADT (MADT_FIRST + MADE_CPUS * X2APIC_SIZE)

static struct {
	UINT8 rsdp[HEADER]; /* an RSDP has as many bytes as a header */
	UINT8 xsdt[HEADER + 8], pad[4];
	UINT8 madt[MADE_MADT];
} *made;

static void head(UINT8 *table, const char *signature, UINT32 length)
{
	__builtin_memcpy(table, signature, 4);
	*(UINT32 *)(table + LENGTH) = length;
}

/* Tables where the firmware has none: two processors, by x2APIC's entries. */
EFI_STATUS madt_x2apic(EFI_SYSTEM_TABLE *system)
{
	UINT32 i;

	made = AllocateZeroPool(sizeof(*made));
	if (!made)
		return EFI_OUT_OF_RESOURCES;
	head(made->madt, "APIC", MADE_MADT);
	for (i = 0; i < MADE_CPUS; i++) {
		UINT8 *entry = made->madt + MADT_FIRST + i * X2APIC_SIZE;

		entry[0] = X2APIC;
		entry[1] = X2APIC_SIZE;
		entry[4] = i; /* its ID */
		entry[8] = 1; /* enabled */
	}
	sum_up(made->madt);
	head(made->xsdt, "XSDT", HEADER + 8);
	*(UINT8 **)(made->xsdt + HEADER) = made->madt;
	sum_up(made->xsdt);
	CopyMem(made->rsdp, "RSD PTR ", 8);
	made->rsdp[RSDP_REVISION] = 2;
	*(UINT8 **)(made->rsdp + RSDP_XSDT) = made->xsdt;
	return system->BootServices->InstallConfigurationTable(&acpi_20,
							       made->rsdp);
}
