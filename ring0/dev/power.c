/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How Gatehouse ends: by isa-debug-exit under QEMU, by the firmware's
 * ResetSystem, or in a halt. main.c and panic.c call it once the log has ended.
 */

#include "dev/power.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "log/settings.h"

#define DEBUG_EXIT_PORT 0xf4  /* status is value << 1 | 1 */
#define DEBUG_EXIT_PASSED 16  /* 33 */
#define DEBUG_EXIT_FAILED 17  /* 35 */
#define RESET_CONTROL_PORT 0xcf9
#define RESET_CONTROL_FULL 0x06 /* reset the CPU, hard */

/* UEFI's EFI_RESET_TYPE and ResetSystem(). */
enum efi_reset_type { EFI_RESET_COLD, EFI_RESET_WARM, EFI_RESET_SHUTDOWN };
typedef __attribute__((ms_abi)) void
efi_reset_system(enum efi_reset_type type, u64 status, u64 size, void *data);

static struct firmware firmware;

void power_init(const struct boot_info *boot)
{
	firmware = boot->firmware;
}

/* Calls ResetSystem, in page tables that map the firmware where it expects. */
static void reset_system(enum efi_reset_type type)
{
	efi_reset_system *reset = (void *)firmware.reset_system_phys;

	if (!reset || !firmware.cr3)
		return;
	/*
	 * The firmware knows nothing of SMEP and SMAP, and its own page tables
	 * may have set a user bit.
	 */
	write_cr4(read_cr4() & ~(X86_CR4_SMEP | X86_CR4_SMAP));
	write_cr3(firmware.cr3);
	reset(type, 0, 0, NULL);
}

void leave(bool passed)
{
	local_irq_disable();
	if (settings.exit == EXIT_DEFAULT && cpu_is_qemu())
		outb(DEBUG_EXIT_PORT,
		     passed ? DEBUG_EXIT_PASSED : DEBUG_EXIT_FAILED);
	if (settings.exit == EXIT_POWEROFF)
		reset_system(EFI_RESET_SHUTDOWN);
	if (settings.exit == EXIT_REBOOT) {
		reset_system(EFI_RESET_COLD);
		outb(RESET_CONTROL_PORT, RESET_CONTROL_FULL);
	}
	for (;;)
		asm volatile("hlt");
}
