/* SPDX-License-Identifier: BSD-2-Clause */
/* What the loader asks the CPU, and the registers as the firmware left them. */
#include "loader.h"

#include <cpuid.h>
#include "cpu_ops.h"
#include "msr-index.h"
#include "lib/string.h"

/* SDM, CPUID, leaf 80000001h, EDX. */
#define CPUID_EXTENDED 0x80000001
#define CPUID_EXTENDED_EDX_NX (1 << 20)
#define CPUID_EXTENDED_EDX_PAGE_1G (1 << 26)
/* SDM, CPUID, leaf 1, ECX bit 31: 0 on silicon; hypervisors set it. */
#define CPUID_FEATURES 1
#define CPUID_FEATURES_ECX_HYPERVISOR (1u << 31)
#define CPUID_HYPERVISOR 0x40000000

void check_cpu(void)
{
	u32 eax, ebx, ecx, edx = 0;

	__get_cpuid(CPUID_EXTENDED, &eax, &ebx, &ecx, &edx);
	if (!(edx & CPUID_EXTENDED_EDX_NX))
		fatal(EFI_SUCCESS, "CPUID 80000001h: no NX (execute-disable); "
				   "is it switched off in the setup?");
	loader.table.page_1g = edx & CPUID_EXTENDED_EDX_PAGE_1G;
}

bool in_qemu(void)
{
	u32 eax, ebx = 0, ecx = 0, edx;
	char name[12];

	__get_cpuid(CPUID_FEATURES, &eax, &ebx, &ecx, &edx);
	if (!(ecx & CPUID_FEATURES_ECX_HYPERVISOR))
		return false;
	__cpuid(CPUID_HYPERVISOR, eax, ebx, ecx, edx);
	memcpy(name, &ebx, 4);
	memcpy(name + 4, &ecx, 4);
	memcpy(name + 8, &edx, 4);
	return !memcmp(name, "TCGTCGTCGTCG", sizeof(name)) ||
	       !memcmp(name, "KVMKVMKVM\0\0\0", sizeof(name));
}

void record_registers(void)
{
	struct found_registers *found = &loader.info->found;

	found->rflags = local_save_flags();
	local_irq_disable();
	found->cr0 = read_cr0();
	found->cr3 = read_cr3();
	found->cr4 = read_cr4();
	found->efer = rdmsr(MSR_EFER);
	asm("mov %%cs, %0" : "=rm"(found->cs));
	asm("mov %%ss, %0" : "=rm"(found->ss));
	asm("str %0" : "=rm"(found->tr));
}
