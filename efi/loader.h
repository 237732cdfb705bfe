/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader's files share: the one struct loader, and the steps that
 * efi_main() takes, file by file.
 */
#ifndef EFI_LOADER_H
#define EFI_LOADER_H

#include <efi.h>
#include "boot_info.h"
#include "cpu_ops.h"
#include "layout.h"
#include "memory_map.h"
#include "lib/page_table.h"

#define RING0_STACK_SIZE (4 * PAGE_SIZE)
#define REMARKS_SIZE PAGE_SIZE

/* Ring 0's first memory: the stack that it starts on, and its boot_info. */
struct handover_block {
	u8 stack[RING0_STACK_SIZE];
	struct boot_info info;
	char remarks[REMARKS_SIZE];
};
_Static_assert(RING0_STACK_SIZE % 16 == 0, "the stack's top is aligned");

/* One page below 4 GiB, for handover.S: on the way to the other paging mode. */
struct level_switch {
	u8 stack[PAGE_SIZE / 2];
	u8 padding[6]; /* so that the base is aligned */
	u16 gdt_limit; /* LGDT's operand, and then the table */
	u64 gdt_base;
	u8 gdt[64];
};
#define LEVEL_SWITCH_GDTR (PAGE_SIZE / 2 + 6)
_Static_assert(offsetof(struct level_switch, gdt_limit) == LEVEL_SWITCH_GDTR,
	       "handover.S");

struct loader {
	EFI_HANDLE image;
	EFI_SYSTEM_TABLE *system;
	EFI_BOOT_SERVICES *boot;
	EFI_LOADED_IMAGE *loaded_image;
	struct handover_block *block; /* EfiLoaderData */
	struct boot_info *info;	      /* &block->info */
	const char *options;	      /* ring 0 has them, too */
	struct level_switch *level_switch; /* NULL: the levels stay */
	struct page_table table;      /* ring 0's */
	u64 start_tsc;		      /* the TSC at the start of efi_main */
	u64 in_firmware;	      /* ticks of the TSC in FIRMWARE() */
	u64 entry;		      /* ring 0's first instruction */
};
extern struct loader loader;

/* The address at which ring 0 sees memory of the loader's. */
static inline void *in_direct_map(const void *memory)
{
	return (void *)((uintptr_t)memory + DIRECT_MAP);
}

/* And back. */
static inline const void *in_loader(const void *memory)
{
	return (const void *)((uintptr_t)memory - DIRECT_MAP);
}

/* Calls the firmware, and counts the time for it and not for the loader. */
#define FIRMWARE(call)                                              \
	({                                                          \
		u64 before = rdtsc();                               \
		EFI_STATUS answer = (call);                         \
								    \
		loader.in_firmware += rdtsc() - before;             \
		answer;                                             \
	})

/* main.c */
EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

/* console.c */
/*
 * edk2's mark of a device that is a part of the console. The console's own
 * handle is no device.
 */
extern EFI_GUID console_out_device_guid;
/* Fills boot_info's UARTs: those of the firmware's console. */
void gather_console(void);
/* Finds the first serial card on PCI, and turns it on. false: there is none. */
bool find_pci_serial(struct uart_place *place);

/* serial.c */
/* Finds the ports of print_serial(). After the others are gathered. */
void find_serial(void);
/* Prints on serial ports that are none of the firmware's console. */
void print_serial(const char *text);

/* report.c */
/* Prints a line on the firmware's console, and on serial ports. */
void print_line(const char *line);
/* Adds a line to ring 0's log, about a fault that does not stop the boot. */
__attribute__((format(printf, 1, 2))) void remark(const char *format, ...);
/* "NOT_FOUND" and so on, as in UEFI's appendix "Status Codes". */
const char *status_name(EFI_STATUS status);
/*
 * Prints the reason and gives control back to the firmware. status: of the
 * service that failed; EFI_SUCCESS: none has.
 */
__attribute__((noreturn, format(printf, 2, 3))) void
fatal(EFI_STATUS status, const char *format, ...);

/* memory.c */
/* Allocates whole pages of EfiLoaderData, not zeroed. NULL: no memory. */
void *allocate(u64 size);
/* The same, but fatal without memory. what: for the message. */
void *must_allocate(u64 size, const char *what);
/* Allocates room for the memory map and some growth. */
void reserve_memory_map(void);
/* Reads the memory map, and calls no other service that could change it. */
EFI_STATUS get_memory_map(UINTN *key);
/* Fills boot_info's trampoline. */
void reserve_trampoline(void);
/* What get_memory_map() read last. */
extern struct descriptor_list memory_map;
/* Converts it for ring 0. */
void publish_memory_map(void);
/* Reads the memory map. Returns the first address above all RAM. */
u64 end_of_memory(void);

/* files.c: files of the volume that the loader came from, by ASCII path. */
/* NULL: there is none, or a remark says what is wrong. *size: in bytes. */
EFI_FILE_HANDLE open_file(const char *path, u64 *size);
/*
 * Reads the file's first size bytes, and closes it. false: not all could be
 * read, and a remark says why.
 */
bool read_file(EFI_FILE_HANDLE file, const char *path, void *to, u64 size);

/* Both return false if it cannot be done. Only write_file() remarks why. */
bool make_directory(const char *path);
bool write_file(const char *path, const void *from, u64 size);

/* saved_log.c */
/*
 * Makes a file of the last run's log, if there is one. Fills boot_info's buffer
 * for this run's, and its time.
 */
void take_saved_log(void);

/* initramfs.c, boot_options.c, firmware.c, framebuffer.c: fill boot_info. */
void gather_initramfs(void);
void gather_options(void);
void gather_firmware(void);
void gather_framebuffer(void);
/* Finds a table in the firmware's system table. NULL: there is none. */
void *configuration_table(const EFI_GUID *guid);

/* cpu.c */
/* Fatal without NX. Notes the CPU's page sizes. */
void check_cpu(void);
/* paging.c: notes how many levels ring 0's page tables are to have. */
void choose_levels(void);
/* Fills boot_info's found registers, and turns interrupts off. */
void record_registers(void);
/* true: CPUID names QEMU (TCG) or KVM. */
bool in_qemu(void);

/* address_space.c, ring0_image.c */
void map_direct(void);
/*
 * Adds to the direct map what is in use above 4 GiB. After the last allocation.
 */
void map_memory_in_use(void);
void map_ring0(void);
void map_handover(void);
/* Makes an empty page table. Returns its physical address. */
u64 empty_table(void);
/*
 * Maps [va, va + size) to pa in ring 0's tables, by 4 KiB pages unless large.
 * Fatal if it cannot. what: for the message. flags: PTE_*.
 */
void map_pages(const char *what, u64 va, u64 pa, u64 size, u64 flags,
	       bool large);

/* runtime_map.c */
/* Makes the page tables in which runtime services can be called. */
void map_runtime(void);
/* Notes runtime services' addresses, once boot services have ended. */
void find_runtime_services(void);

/* embedded.S */
#define EMBEDDED extern const u8 __attribute__((visibility("hidden")))
EMBEDDED embedded_ring0[], embedded_ring0_end[];
EMBEDDED embedded_initramfs[], embedded_initramfs_end[];
EMBEDDED embedded_extra[], embedded_extra_end[];

/* exit.c */
void exit_boot_services(void);

/*
 * handover.S: loads the page tables at root_phys and jumps to entry, with info
 * in rdi and rsp = stack; with level_switch in the other paging mode. Its code
 * is [handover, handover_end).
 */
__attribute__((noreturn, visibility("hidden"))) void
handover(const struct boot_info *info, u64 entry, void *stack, u64 root_phys,
	 struct level_switch *level_switch);
EMBEDDED handover_end[];

#endif
