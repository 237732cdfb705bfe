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
#define PCI_CLASS 0x08 /* in bits 31:8: class, subclass, interface */
#define PCI_BAR_0 0x10
#define BAR_IO 1
#define CLASS_SERIAL 0x0700
#define INTERFACE_LAST 0x06 /* 8250 and its successors, up to 16950 */

EFI_GUID console_out_device_guid = { 0xd3b36f2c, 0xd551, 0x11d4,
	{ 0x9a, 0x46, 0x00, 0x90, 0x27, 0x3f, 0xc1, 0x4d } };
static EFI_GUID path_guid = DEVICE_PATH_PROTOCOL;

static EFI_GUID pci_guid = EFI_PCI_IO_PROTOCOL_GUID;

static u32 pci_read(struct _EFI_PCI_IO_PROTOCOL *pci, u32 offset)
{
	u32 value = 0;

	pci->Pci.Read(pci, EfiPciIoWidthUint32, offset, 1, &value);
	return value;
}

static bool pci_place(struct _EFI_PCI_IO_PROTOCOL *pci,
		      struct uart_place *place)
{
	u32 bar = pci_read(pci, PCI_BAR_0);

	place->access = bar & BAR_IO ? UART_IO : UART_MMIO;
	place->address = bar & (bar & BAR_IO ? ~3u : ~0xfu);
	return place->address;
}

static struct _EFI_PCI_IO_PROTOCOL *pci_device(EFI_HANDLE handle)
{
	struct _EFI_PCI_IO_PROTOCOL *pci;
	EFI_STATUS status = loader.boot->HandleProtocol(handle, &pci_guid,
							(void **)&pci);

	return EFI_ERROR(status) ? NULL : pci;
}

/* Reads where a PCI card's UART is. path: as far as to the card. */
static bool find_card(EFI_DEVICE_PATH *path, struct uart_place *place)
{
	struct _EFI_PCI_IO_PROTOCOL *pci;
	EFI_HANDLE card;

	if (EFI_ERROR(loader.boot->LocateDevicePath(&pci_guid, &path, &card)))
		return false;
	pci = pci_device(card);
	return pci && pci_place(pci, place);
}

/* The firmware may have left a card deaf to its addresses. */
static bool is_serial(struct _EFI_PCI_IO_PROTOCOL *pci,
		      struct uart_place *place)
{
	u32 class = pci_read(pci, PCI_CLASS) >> 8;

	return class >> 8 == CLASS_SERIAL && (class & 0xff) <= INTERFACE_LAST &&
	       pci_place(pci, place) &&
	       !EFI_ERROR(pci->Attributes(
		       pci, EfiPciIoAttributeOperationEnable,
		       place->access == UART_IO ? EFI_PCI_IO_ATTRIBUTE_IO :
						  EFI_PCI_IO_ATTRIBUTE_MEMORY,
		       NULL));
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

/* Calls visit for each handle with this protocol, until it returns true. */
static bool any_handle(EFI_GUID *guid, bool (*visit)(EFI_HANDLE handle,
						     struct uart_place *place),
		       struct uart_place *place)
{
	EFI_HANDLE *handles;
	UINTN count, i;
	bool found = false;

	if (EFI_ERROR(loader.boot->LocateHandleBuffer(ByProtocol, guid, NULL,
						      &count, &handles)))
		return false;
	for (i = 0; i < count && !found; i++)
		found = visit(handles[i], place);
	loader.boot->FreePool(handles);
	return found;
}

static bool look_at_console(EFI_HANDLE handle, struct uart_place *place)
{
	EFI_DEVICE_PATH *path;

	(void)place;
	if (!EFI_ERROR(loader.boot->HandleProtocol(handle, &path_guid,
						   (void **)&path)))
		look_at(path);
	return false;
}

static bool look_at_pci(EFI_HANDLE handle, struct uart_place *place)
{
	struct _EFI_PCI_IO_PROTOCOL *pci = pci_device(handle);

	return pci && is_serial(pci, place);
}

/* Nearly all of its time is the firmware's. */
void gather_console(void)
{
	FIRMWARE((any_handle(&console_out_device_guid, look_at_console, NULL),
		  EFI_SUCCESS));
}

bool find_pci_serial(struct uart_place *place)
{
	return any_handle(&pci_guid, look_at_pci, place);
}
