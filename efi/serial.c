/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serial ports for what the loader says: those that console= names, or else, if
 * the firmware's console is on none, the first of COM1 to COM4 that answers. On
 * a port of the firmware's console each line would be there twice.
 */
#include "loader.h"

#include "lib/string.h"
#include "lib/uart_parse.h"
#include "uart_ops.h"

#define MAX_PORTS 4

static struct uart_port ports[MAX_PORTS];
static u32 count;

static bool is_firmware(const struct uart_place *place)
{
	const struct firmware *firmware = &loader.info->firmware;
	u32 i;

	for (i = 0; i < firmware->uart_count; i++)
		if (firmware->uarts[i].access == place->access &&
		    firmware->uarts[i].address == place->address)
			return true;
	return false;
}

/* Memory is mapped at its physical address here. false: nothing answers. */
static bool add(const struct uart_place *place)
{
	struct uart_port port = { *place, (void *)place->address };

	if (count == MAX_PORTS || is_firmware(place) || !uart_answers(&port))
		return false;
	if (place->baud)
		uart_set_divisor(&port, UART_CLOCK_BAUD / place->baud);
	else if (!uart_divisor(&port))
		uart_set_divisor(&port, 1);
	ports[count++] = port;
	return true;
}

/* It is on a serial port, and does not say on which. */
static bool is_u_boot(const struct firmware *firmware)
{
	static const char name[] = "Das U-Boot";

	return !memcmp(firmware->vendor, name, sizeof(name) - 1);
}

void find_serial(void)
{
	const char *options = in_loader(loader.info->options);
	const struct firmware *firmware = &loader.info->firmware;
	struct uart_place place = {0};
	bool settled;
	u32 i;

	options = uart_options_start(options, &settled);
	while (uart_options_next(&options, &place)) {
		add(&place);
		settled = true;
	}
	settled |= firmware->uart_count || is_u_boot(firmware);
	place = (struct uart_place){0};
	for (i = 0; i < UART_COM_PORTS && !settled; i++) {
		place.address = uart_com_port[i];
		settled = add(&place);
	}
}

/* A port that is not ready in time is given up: ring 0 tries it again. */
static void print_all(const char *text)
{
	u32 i;

	for (; *text; text++) {
		for (i = 0; i < count; i++) {
			if (uart_wait(&ports[i], UART_LSR_THRE, UART_READS) ==
			    UART_READY)
				uart_set(&ports[i], UART_TX, *text);
			else
				ports[i] = ports[--count];
		}
	}
}

/* Waiting for a port is no more the loader's time than the firmware's is. */
void print_serial(const char *text)
{
	FIRMWARE((print_all(text), EFI_SUCCESS));
}
