/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PCI's configuration space, by mechanism #1 (PCI Local Bus Specification,
 * "Configuration Mechanism #1"). Every bus is looked at, because it is only
 * when no other serial port was found.
 */

#include "dev/pci.h"
#include "cpu_ops.h"

#define CONFIG_ADDRESS 0xcf8
#define CONFIG_DATA 0xcfc
#define CONFIG_ENABLE (1u << 31)

#define PCI_ID 0x00
#define PCI_COMMAND 0x04
#define PCI_COMMAND_IO (1 << 0)
#define PCI_COMMAND_MEMORY (1 << 1)
#define PCI_CLASS 0x08	/* in bits 31:8: class, subclass, interface */
#define PCI_HEADER 0x0c /* bit 23: it has several functions */
#define PCI_BAR_0 0x10
#define PCI_NOBODY 0xffffffff
#define PCI_MULTIFUNCTION (1 << 23)

#define BAR_IO (1 << 0)
#define BAR_64_BIT (1 << 2)
#define CLASS_SERIAL 0x0700
#define INTERFACE_LAST 0x06 /* 8250 and its successors, up to 16950 */

#define FUNCTIONS (256 * 32 * 8) /* bus, device, function: 8, 5, 3 bits */

static u32 config_read(u32 function, u32 reg)
{
	outl(CONFIG_ADDRESS, CONFIG_ENABLE | function << 8 | reg);
	return inl(CONFIG_DATA);
}

static void config_write(u32 function, u32 reg, u32 value)
{
	outl(CONFIG_ADDRESS, CONFIG_ENABLE | function << 8 | reg);
	outl(CONFIG_DATA, value);
}

/* Its register keeps the enable bit, where there is the mechanism. */
static bool has_mechanism(void)
{
	outl(CONFIG_ADDRESS, CONFIG_ENABLE);
	return inl(CONFIG_ADDRESS) == CONFIG_ENABLE;
}

static bool is_serial(u32 function)
{
	u32 class = config_read(function, PCI_CLASS) >> 8;

	return class >> 8 == CLASS_SERIAL && (class & 0xff) <= INTERFACE_LAST;
}

/* Firmware may have left it deaf to its addresses. */
static bool use(u32 function, u64 *address, bool *io)
{
	u32 bar = config_read(function, PCI_BAR_0);
	u32 command = config_read(function, PCI_COMMAND) & 0xffff;

	*io = bar & BAR_IO;
	*address = *io ? bar & ~3u : bar & ~0xfu;
	if (!*io && (bar & BAR_64_BIT))
		*address |= (u64)config_read(function, PCI_BAR_0 + 4) << 32;
	if (!*address)
		return false;
	/* The upper half is the status, where a 1 clears a bit. */
	config_write(function, PCI_COMMAND,
		     command | (*io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY));
	return true;
}

bool pci_find_serial(u64 *address, bool *io)
{
	u32 function;

	if (!has_mechanism())
		return false;
	for (function = 0; function < FUNCTIONS; function++) {
		bool first = !(function & 7);

		if (config_read(function, PCI_ID) == PCI_NOBODY) {
			function |= first ? 7 : 0;
			continue;
		}
		if (is_serial(function) && use(function, address, io))
			return true;
		if (first && !(config_read(function, PCI_HEADER) &
			       PCI_MULTIFUNCTION))
			function |= 7;
	}
	return false;
}
