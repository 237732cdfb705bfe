/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader prints: lines on the firmware's console, remarks for ring 0's
 * log, and the reason when a boot cannot go on.
 */
#include "loader.h"

#include "cpu_ops.h"
#include "lib/printf.h"
#include "lib/string.h"

#define LINE_SIZE 160

/* The debug console of QEMU and Bochs: a read returns the port's number. */
#define DEBUGCON_PORT 0xe9
/* QEMU's isa-debug-exit: QEMU ends with status (value << 1) | 1, here 35. */
#define DEBUG_EXIT_PORT 0xf4
#define DEBUG_EXIT_FAIL 17

#define MICROSECONDS 1000000
#define READING_TIME (10 * MICROSECONDS)

/* Indexed by the error's number: UEFI specification, "Status Codes". */
static const char status_names[][24] = {
	[1] = "LOAD_ERROR",
	[2] = "INVALID_PARAMETER",
	[3] = "UNSUPPORTED",
	[4] = "BAD_BUFFER_SIZE",
	[5] = "BUFFER_TOO_SMALL",
	[6] = "NOT_READY",
	[7] = "DEVICE_ERROR",
	[8] = "WRITE_PROTECTED",
	[9] = "OUT_OF_RESOURCES",
	[10] = "VOLUME_CORRUPTED",
	[11] = "VOLUME_FULL",
	[12] = "NO_MEDIA",
	[13] = "MEDIA_CHANGED",
	[14] = "NOT_FOUND",
	[15] = "ACCESS_DENIED",
	[16] = "NO_RESPONSE",
	[17] = "NO_MAPPING",
	[18] = "TIMEOUT",
	[19] = "NOT_STARTED",
	[20] = "ALREADY_STARTED",
	[21] = "ABORTED",
	[24] = "PROTOCOL_ERROR",
	[25] = "INCOMPATIBLE_VERSION",
	[26] = "SECURITY_VIOLATION",
	[27] = "CRC_ERROR",
	[28] = "END_OF_MEDIA",
	[31] = "END_OF_FILE",
	[33] = "COMPROMISED_DATA",
};

const char *status_name(EFI_STATUS status)
{
	UINTN number = status & ~EFIERR(0);

	if (!EFI_ERROR(status))
		return "no error";
	if (number >= ARRAY_SIZE(status_names) || !status_names[number][0])
		return "an unknown error";
	return status_names[number];
}

static void print(const char *text)
{
	SIMPLE_TEXT_OUTPUT_INTERFACE *console = loader.system->ConOut;
	CHAR16 wide[LINE_SIZE];
	size_t i;

	print_serial(text);
	if (!console)
		return;
	for (i = 0; text[i] && i < LINE_SIZE - 1; i++)
		wide[i] = text[i];
	wide[i] = 0;
	FIRMWARE(console->OutputString(console, wide));
}

void print_line(const char *line)
{
	print(line);
	print("\r\n");
}

static void print_debugcon(const char *text)
{
	if (inb(DEBUGCON_PORT) != DEBUGCON_PORT)
		return;
	while (*text)
		outb(DEBUGCON_PORT, *text++);
}

void remark(const char *format, ...)
{
	char *remarks = loader.block->remarks;
	size_t used = strlen(remarks);
	size_t room = REMARKS_SIZE - used;
	va_list args;
	size_t length;

	va_start(args, format);
	length = vsnprintf(remarks + used, room, format, args);
	va_end(args);
	/* A remark that does not fit with its line end is dropped whole. */
	if (length + 2 > room) {
		remarks[used] = '\0';
		return;
	}
	remarks[used + length] = '\n';
	remarks[used + length + 1] = '\0';
}

/*
 * The firmware may try another boot option. Under QEMU a test would then wait
 * in its menu, so QEMU ends instead.
 */
__attribute__((noreturn)) static void leave(EFI_STATUS status)
{
	if (in_qemu())
		outb(DEBUG_EXIT_PORT, DEBUG_EXIT_FAIL);
	loader.boot->Stall(READING_TIME);
	loader.boot->Exit(loader.image, status, 0, NULL);
	for (;;)
		asm volatile("hlt");
}

void fatal(EFI_STATUS status, const char *format, ...)
{
	static const char prefix[] = "gatehouse: loader: ";
	char line[LINE_SIZE];
	size_t used = sizeof(prefix) - 1;
	va_list args;

	memcpy(line, prefix, sizeof(prefix));
	va_start(args, format);
	vsnprintf(line + used, sizeof(line) - used, format, args);
	va_end(args);
	used = strlen(line);
	if (status != EFI_SUCCESS)
		snprintf(line + used, sizeof(line) - used, ": %s",
			 status_name(status));

	print_debugcon(line);
	print_debugcon("\r\n");
	print_line(line);
	leave(status != EFI_SUCCESS ? status : EFI_LOAD_ERROR);
}
