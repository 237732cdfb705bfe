/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How Gatehouse ends: by isa-debug-exit under QEMU, by a reset or power off, or
 * in a halt. main.c and panic.c call it once the log has ended. The firmware's
 * ResetSystem may fault or return; then other ways are tried.
 */

#include "dev/power.h"
#include "dev/acpi.h"
#include "cpu/features.h"
#include "mm/read_only.h"
#include "cpu_ops.h"
#include "log/settings.h"

#define DEBUG_EXIT_PORT 0xf4  /* status is value << 1 | 1 */
#define DEBUG_EXIT_PASSED 16  /* 33 */
#define DEBUG_EXIT_FAILED 17  /* 35 */
#define RESET_CONTROL_PORT 0xcf9
#define RESET_CONTROL_HARD 0x02
#define RESET_CONTROL_FULL 0x06 /* reset the CPU, hard */
#define KEYBOARD_STATUS_PORT 0x64
#define KEYBOARD_BUSY 0x02
#define KEYBOARD_PULSE_RESET 0xfe
#define DELAY_PORT 0x80 /* each access takes about a microsecond */
#define PATIENCE 100000 /* microseconds that each way is given */

/* UEFI's EFI_RESET_TYPE and ResetSystem(). */
enum efi_reset_type { EFI_RESET_COLD, EFI_RESET_WARM, EFI_RESET_SHUTDOWN };
typedef __attribute__((ms_abi)) void
efi_reset_system(enum efi_reset_type type, u64 status, u64 size, void *data);

RO_AFTER_INIT void (*power_at_leaving)(void);

static const struct boot_info *boot_info;
static bool leaving;
static u32 ways_tried;

void power_init(const struct boot_info *boot)
{
	boot_info = boot;
}

bool power_is_leaving(void)
{
	return leaving;
}

/* Calls ResetSystem, in page tables that map the firmware where it expects. */
static void reset_system(enum efi_reset_type type)
{
	const struct firmware *firmware = &boot_info->firmware;
	efi_reset_system *reset = (void *)firmware->reset_system_phys;

	if (!reset || !firmware->cr3)
		return;
	/*
	 * The firmware knows nothing of SMEP and SMAP, and its own page tables
	 * may have set a user bit.
	 */
	write_cr4(read_cr4() & ~(X86_CR4_SMEP | X86_CR4_SMAP));
	write_cr3(firmware->cr3);
	reset(type, 0, 0, NULL);
}

static void firmware_reset(void)
{
	reset_system(EFI_RESET_COLD);
}

static void firmware_power_off(void)
{
	reset_system(EFI_RESET_SHUTDOWN);
}

static void by_acpi_reset(void)
{
	acpi_reset(boot_info);
}

static void by_acpi_power_off(void)
{
	acpi_power_off(boot_info);
}

static void chipset_reset(void)
{
	outb(RESET_CONTROL_PORT, RESET_CONTROL_HARD);
	outb(RESET_CONTROL_PORT, RESET_CONTROL_FULL);
}

static void keyboard_reset(void)
{
	u32 i;

	for (i = 0; i < PATIENCE; i++)
		if (!(inb(KEYBOARD_STATUS_PORT) & KEYBOARD_BUSY))
			break;
	outb(KEYBOARD_STATUS_PORT, KEYBOARD_PULSE_RESET);
}

typedef void way(void);
static way *const reset_ways[] = {
	firmware_reset, by_acpi_reset, chipset_reset, keyboard_reset, NULL,
};
static way *const power_off_ways[] = {
	firmware_power_off, by_acpi_power_off, NULL,
};

/* A way that faults comes back here by leave(), and is not tried again. */
static void try(way *const ways[])
{
	u32 i;

	while (ways[ways_tried]) {
		ways[ways_tried++]();
		for (i = 0; i < PATIENCE; i++)
			inb(DELAY_PORT);
	}
}

void leave(bool passed)
{
	static bool verdict;

	local_irq_disable();
	if (!leaving) {
		leaving = true;
		verdict = passed;
		if (power_at_leaving)
			power_at_leaving();
	}
	if (settings.exit == EXIT_DEFAULT && cpu_is_qemu())
		outb(DEBUG_EXIT_PORT,
		     verdict ? DEBUG_EXIT_PASSED : DEBUG_EXIT_FAILED);
	if (settings.exit == EXIT_POWEROFF)
		try(power_off_ways);
	if (settings.exit == EXIT_REBOOT)
		try(reset_ways);
	for (;;)
		asm volatile("hlt");
}
