/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ExitBootServices that fails, for a while or for ever; and bits of CR4 that
 * the firmware leaves on.
 */
#include "shim.h"
#include <asm/processor-flags.h>
#include <cpuid.h>

#define EVER (~(UINTN)0)
#define AFTER_MAX 4

static EFI_EXIT_BOOT_SERVICES real_exit;
static UINTN failures;
static void (*after[AFTER_MAX])(void);
static UINTN after_count;

static EFI_STATUS EFIAPI exit_hook(EFI_HANDLE image, UINTN key)
{
	EFI_STATUS status = EFI_INVALID_PARAMETER;
	UINTN i;

	if (failures) {
		failures -= failures != EVER;
		return status;
	}
	status = real_exit(image, key);
	for (i = 0; !EFI_ERROR(status) && i < after_count; i++)
		after[i]();
	return status;
}

static void hook(EFI_SYSTEM_TABLE *system)
{
	if (!real_exit)
		real_exit = system->BootServices->ExitBootServices;
	system->BootServices->ExitBootServices = exit_hook;
}

EFI_STATUS after_exit(EFI_SYSTEM_TABLE *system, void (*function)(void))
{
	if (after_count == AFTER_MAX)
		return EFI_OUT_OF_RESOURCES;
	after[after_count++] = function;
	hook(system);
	return EFI_SUCCESS;
}

static EFI_STATUS fails(EFI_SYSTEM_TABLE *system, UINTN times)
{
	failures = times;
	hook(system);
	return EFI_SUCCESS;
}

EFI_STATUS exit_fails_2(EFI_SYSTEM_TABLE *system)
{
	return fails(system, 2);
}

EFI_STATUS exit_fails_100(EFI_SYSTEM_TABLE *system)
{
	return fails(system, 100);
}

EFI_STATUS exit_fails_ever(EFI_SYSTEM_TABLE *system)
{
	return fails(system, EVER);
}

/* What this CPU has of them. */
static void set_cr4(void)
{
	unsigned int a, b = 0, c = 0, d, feature_c = 0;
	UINT64 cr4;

	__get_cpuid(1, &a, &b, &feature_c, &d);
	__get_cpuid_count(7, 0, &a, &b, &c, &d);
	asm volatile("mov %%cr4, %0" : "=r"(cr4));
	cr4 |= b & 1 << 0 ? X86_CR4_FSGSBASE : 0;
	cr4 |= b & 1 << 7 ? X86_CR4_SMEP : 0;
	cr4 |= b & 1 << 20 ? X86_CR4_SMAP : 0;
	cr4 |= c & 1 << 2 ? X86_CR4_UMIP : 0;
	cr4 |= c & 1 << 3 ? X86_CR4_PKE : 0;
	cr4 |= feature_c & 1 << 17 ? X86_CR4_PCIDE : 0;
	asm volatile("mov %0, %%cr4" : : "r"(cr4));
}

EFI_STATUS cr4_left_on(EFI_SYSTEM_TABLE *system)
{
	return after_exit(system, set_cr4);
}
