/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the UARTs that the firmware's console is on, from the device paths of
 * what it writes to: UEFI specification, "Device Path Protocol", where a UART
 * is a node of its own that follows the node of the device that has it.
 */
#include "loader.h"

#include "lib/uart_parse.h"

/* "PNP0501" as EISA ID: the 16550 of a legacy port; its UID numbers them. */
#define PNP0501 EISA_PNP_ID(0x501)
#define PCI_BAR_0 0x10
#define BAR_IO 1

EFI_GUID console_out_device_guid = { 0xd3b36f2c, 0xd551, 0x11d4,
	{ 0x9a, 0x46, 0x00, 0x90, 0x27, 0x3f, 0xc1, 0x4d } };
static EFI_GUID path_guid = DEVICE_PATH_PROTOCOL;

/* Reads where a PCI card's UART is. path: as far as to the card. */
static bool find_card(EFI_DEVICE_PATH *path, struct uart_place *place)
{
	static EFI_GUID guid = EFI_PCI_IO_PROTOCOL_GUID;
	struct _EFI_PCI_IO_PROTOCOL *pci;
	EFI_HANDLE card;
	u32 bar = 0;

	if (EFI_ERROR(loader.boot->LocateDevicePath(&guid, &path, &card)) ||
	    EFI_ERROR(loader.boot->HandleProtocol(card, &guid,
						  (void **)&pci)) ||
	    EFI_ERROR(pci->Pci.Read(pci, EfiPciIoWidthUint32, PCI_BAR_0, 1,
				    &bar)))
		return false;
	place->access = bar & BAR_IO ? UART_IO : UART_MMIO;
	place->address = bar & (bar & BAR_IO ? ~3u : ~0xfu);
	return place->address;
}

/* node: the device whose UART it is. */
static bool find_place(EFI_DEVICE_PATH *path, const EFI_DEVICE_PATH *node,
		       struct uart_place *place)
{
	const ACPI_HID_DEVICE_PATH *acpi = (const void *)node;

	if (DevicePathType(node) == HARDWARE_DEVICE_PATH &&
	    node->SubType == HW_PCI_DP)
		return find_card(path, place);
	if (DevicePathType(node) != ACPI_DEVICE_PATH ||
	    node->SubType != ACPI_DP || acpi->HID != PNP0501 ||
	    acpi->UID >= UART_COM_PORTS)
		return false;
	place->address = uart_com_port[acpi->UID];
	return true;
}

static void add(struct uart_place place)
{
	struct firmware *firmware = &loader.info->firmware;

	if (firmware->uart_count < FIRMWARE_UARTS)
		firmware->uarts[firmware->uart_count++] = place;
}

/* Adds the UART that is in the path, if there is one. */
static void look_at(EFI_DEVICE_PATH *path)
{
	EFI_DEVICE_PATH *node = path, *last = path;
	struct uart_place place = {0};

	while (!IsDevicePathEnd(node) && DevicePathNodeLength(node)) {
		if (DevicePathType(node) == MESSAGING_DEVICE_PATH &&
		    node->SubType == MSG_UART_DP &&
		    find_place(path, last, &place))
			add(place);
		last = node;
		node = NextDevicePathNode(node);
	}
}

static EFI_STATUS find_uarts(void)
{
	EFI_DEVICE_PATH *path;
	EFI_HANDLE *handles;
	UINTN count, i;
	EFI_STATUS status = loader.boot->LocateHandleBuffer(
		ByProtocol, &console_out_device_guid, NULL, &count, &handles);

	if (EFI_ERROR(status))
		return status;
	for (i = 0; i < count; i++)
		if (!EFI_ERROR(loader.boot->HandleProtocol(
			    handles[i], &path_guid, (void **)&path)))
			look_at(path);
	return loader.boot->FreePool(handles);
}

/* Nearly all of its time is the firmware's. */
void gather_console(void)
{
	FIRMWARE(find_uarts());
}
