/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log's first lines: firmware, CPU, registers as the firmware left them,
 * memory, screen, consoles, and what the loader remarked.
 */

#include "boot/log_head.h"
#include "boot/all_cpus.h"
#include "log/console.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "dev/acpi.h"
#include "dev/smbios.h"
#include "cpu/percpu.h"
#include "mm/pages.h"
#include "msr-index.h"

#define MIB_PAGES 256

/* UEFI's revision: major, then minor in decimal (2.70 is 2 << 16 | 70). */
static void print_firmware(const struct firmware *firmware)
{
	static const char *const secure_boot[] = {
		[SECURE_BOOT_ABSENT] = "absent",
		[SECURE_BOOT_OFF] = "off",
		[SECURE_BOOT_ON] = "on",
	};

	printk("# firmware: %s, revision %#x, UEFI %u.%u\n", firmware->vendor,
	       firmware->revision, firmware->uefi_revision >> 16,
	       (firmware->uefi_revision & 0xffff) / 10);
	printk("# firmware: Secure Boot %s\n",
	       secure_boot[firmware->secure_boot]);
}

/*
 * SDM vol. 3, "Microcode Update Signature". CPUID leaf 1 loads the MSR;
 * cpu_features_init() has executed it.
 */
static u32 microcode(void)
{
	u64 value;

	if (!rdmsr_safe(MSR_IA32_BIOS_SIGN_ID, &value))
		return 0;
	/* Intel's signature is in the high half, AMD's in the low one. */
	return value >> 32 ? value >> 32 : value;
}

static void print_cpu(void)
{
	const struct cpu_features *cpu = &cpu_features;

	printk("# cpu: %s family %u model %u stepping %u microcode %#x\n",
	       cpu->vendor, cpu->family, cpu->model, cpu->stepping,
	       microcode());
	printk("# cpu: %s\n", *cpu->brand ? cpu->brand : "(no brand string)");
	printk("# cpu: hypervisor %s\n",
	       *cpu->hypervisor ? cpu->hypervisor : "none");
	printk("# cpu: SYSCALL %s, SYSENTER in long mode %s, 1 GiB pages %s\n",
	       cpu->syscall ? "yes" : "no", cpu->sysenter ? "yes" : "no",
	       cpu->page_1g ? "yes" : "no");
}

static void print_memory(const struct boot_info *boot)
{
	printk("# memory: %lu MiB usable in %lu ranges; direct map %lu MiB, "
	       "%u-level paging\n",
	       pages_total() / MIB_PAGES, boot->memory_map_entries,
	       boot->direct_map_size >> 20, boot->paging_levels);
}

/* remarks: lines, each ended by '\n'. */
static void print_remarks(const char *remarks)
{
	while (*remarks) {
		const char *end = remarks;

		while (*end && *end != '\n')
			end++;
		printk("# loader: %.*s\n", (int)(end - remarks), remarks);
		remarks = *end ? end + 1 : end;
	}
}

void log_head_print(const struct boot_info *boot)
{
	const struct found_registers *found = &boot->found;

	print_firmware(&boot->firmware);
	smbios_print(boot);
	print_cpu();
	printk("# found: CR0 %#lx CR3 %#lx CR4 %#lx EFER %#lx\n", found->cr0,
	       found->cr3, found->cr4, found->efer);
	printk("# found: RFLAGS %#lx CS %#x SS %#x TR %#x\n", found->rflags,
	       found->cs, found->ss, found->tr);
	print_memory(boot);
	acpi_print(boot);
	printk("# cpu: ACPI's MADT lists %u\n", all_cpus_find(boot));
	if (boot->framebuffer.base_phys)
		printk("# screen: %ux%u at %#lx\n", boot->framebuffer.width,
		       boot->framebuffer.height, boot->framebuffer.base_phys);
	else
		printk("# screen: none\n");
	console_list();
	print_remarks(boot->remarks);
}

void log_head_print_now(void)
{
	printk("# now: CR0 %#lx CR4 %#lx EFER %#lx\n", read_cr0(), read_cr4(),
	       rdmsr(MSR_EFER));
	if (!this_cpu->lfence_waits)
		printk("# cpu: LFENCE may not wait: DE_CFG does not keep bit "
		       "1\n");
}
