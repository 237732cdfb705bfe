/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader's files share: one struct loader, for there is one boot,
 * and the steps of efi_main in their order.
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

/* Ring 0's first memory: the stack that it starts on, and what it is told. */
struct handover_block {
	u8 stack[RING0_STACK_SIZE];
	struct boot_info info;
	char remarks[REMARKS_SIZE];
};
_Static_assert(RING0_STACK_SIZE % 16 == 0, "the stack's top is aligned");

struct loader {
	EFI_HANDLE image;
	EFI_SYSTEM_TABLE *system;
	EFI_BOOT_SERVICES *boot;
	EFI_LOADED_IMAGE *loaded_image;
	struct handover_block *block; /* in LoaderData, found by ring 0 */
	struct boot_info *info;	      /* &block->info */
	struct page_table table;      /* ring 0's */
	u64 start_tsc;		      /* in efi_main */
	u64 in_firmware;	      /* ticks of the TSC */
	u64 entry;		      /* ring 0's first instruction */
};
extern struct loader loader;

/* Loader memory that ring 0 finds again, as ring 0 sees it. */
static inline void *in_direct_map(const void *memory)
{
	return (void *)((uintptr_t)memory + DIRECT_MAP);
}

/* A call of the firmware's, whose time is not the loader's. */
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

/*
 * report.c: a line on the firmware's console; a line for ring 0's log, about
 * what is wrong but stops nothing; and the end. status: why, EFI_SUCCESS: no
 * service of the firmware said so.
 */
void print_line(const char *line);
__attribute__((format(printf, 1, 2))) void remark(const char *format, ...);
const char *status_name(EFI_STATUS status);
__attribute__((noreturn, format(printf, 2, 3))) void
fatal(EFI_STATUS status, const char *format, ...);

/*
 * memory.c: whole pages of LoaderData, uninitialised. allocate: NULL, no
 * memory; must_allocate: fatal then, and what says for what.
 */
void *allocate(u64 size);
void *must_allocate(u64 size, const char *what);

/*
 * The memory map. reserve_memory_map: room for it, with some to spare;
 * get_memory_map: reads it, calling nothing else of the firmware;
 * publish_memory_map: converts what was read last, for ring 0.
 * end_of_memory: the first two, now; the first byte behind all RAM.
 */
void reserve_memory_map(void);
EFI_STATUS get_memory_map(UINTN *key);
void publish_memory_map(void);
u64 end_of_memory(void);

/* What get_memory_map read last. */
extern struct descriptor_list memory_map;

/*
 * files.c: files of the volume that the loader came from, by their ASCII
 * path. open_file: NULL, there is none; *size is the file's. read_file: reads
 * the first size bytes and closes it; false, with a remark: not all came.
 */
EFI_FILE_HANDLE open_file(const char *path, u64 *size);
bool read_file(EFI_FILE_HANDLE file, const char *path, void *to, u64 size);

/* initramfs.c, boot_options.c, firmware.c, framebuffer.c */
void gather_initramfs(void);
void gather_options(void);
void gather_firmware(void);
void gather_framebuffer(void);
/* A table of the firmware's. NULL: none. */
void *configuration_table(const EFI_GUID *guid);

/* cpu.c */
void check_cpu(void);
void record_registers(void); /* and turns interrupts off */
bool in_qemu(void);

/* address_space.c, ring0_image.c, runtime_map.c */
void map_direct(void);
void map_ring0(void);
void map_handover(void);
void map_runtime(void);
void find_reset_system(void);
/* The physical address of one; fatal without memory. */
u64 empty_table(void);
/* Maps in ring 0's tables, 4 KiB pages unless large; fatal if it cannot. */
void map_pages(const char *what, u64 va, u64 pa, u64 size, u64 flags,
	       bool large);

/* embedded.S */
#define EMBEDDED extern const u8 __attribute__((visibility("hidden")))
EMBEDDED embedded_ring0[], embedded_ring0_end[];
EMBEDDED embedded_initramfs[], embedded_initramfs_end[];
EMBEDDED embedded_extra[], embedded_extra_end[];

/* exit.c */
void exit_boot_services(void);

/*
 * handover.S: loads the page tables and goes to entry, with info in rdi and
 * rsp = stack. It lies in [handover, handover_end).
 */
__attribute__((noreturn, visibility("hidden"))) void
handover(const struct boot_info *info, u64 entry, void *stack, u64 root_phys);
EMBEDDED handover_end[];

#endif
