/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts the other CPUs, one after the other, by INIT-SIPI-SIPI (SDM vol. 3,
 * "Multiple-Processor Initialization"). A CPU comes in at member_start(), from
 * trampoline.S, and stays in request_loop().
 */

#include "smp/member.h"
#include "smp/trampoline.h"
#include "cpu/features.h"
#include "cpu/setup.h"
#include "cpu_ops.h"
#include "dev/apic.h"
#include "entry/gates.h"
#include "entry/idt.h"
#include "extable.h"
#include "lib/string.h"
#include "log/console.h"
#include "mm/isolation.h"
#include "mm/pages.h"
#include "mm/read_only.h"
#include "panic/panic.h"

/* Microseconds. The SDM has the first two. */
#define AFTER_INIT 10000
#define AFTER_STARTUP 200
#define PATIENCE 5000000 /* for a CPU to come up; an emulator may be slow */

/* Pages for a CPU's data, its stacks, and the tables that map them. */
#define PAGES_EACH 96
#define AREA_STRIDE 0x100000

#define XAPIC_BROADCAST 0xff

struct member *members[CPUS_MAX];

static u64 percpu_size(void)
{
	return __percpu_end - __percpu_start;
}

/* Number n's data: as the boot CPU's lies, and then struct member. */
static struct member *make_member(u32 number)
{
	u64 base = CPU_AREA + number * AREA_STRIDE;
	u64 own = number ? percpu_size() : 0; /* the boot CPU has it */
	struct member *member = (struct member *)(base + own);

	if (pages_free() < PAGES_EACH)
		return NULL;
	map_new_pages(base, own + sizeof(*member));
	memset((void *)base, 0, own + sizeof(*member));
	member->cpu = &boot_cpu;
	if (own)
		member->cpu = (struct cpu *)(base + ((u8 *)&boot_cpu -
						     __percpu_start));
	member->cpu->number = number;
	return member;
}

/* After it the CPU can be found by its number, and by its GDTR. */
static void add(struct member *member)
{
	struct cpu *last = &boot_cpu;

	members[member->cpu->number] = member;
	while (last->next)
		last = last->next;
	if (last != member->cpu)
		last->next = member->cpu;
}

/* true: this CPU can write its GDT; and so its TLB has the translation. */
static bool writes_gdt(void)
{
	volatile u8 *byte = (u8 *)&cpu_self()->gdt;
	u8 written = 0;

	asm volatile("1: movb %[value], %[byte]\n"
		     "   movb $1, %[written]\n"
		     "2:\n" EXTABLE("1b", "2b")
		     : [byte] "+m"(*byte), [written] "+r"(written)
		     : [value] "r"(*byte));
	return written;
}

/*
 * This CPU has written its GDT, to load TR, and so its TLB may still allow it
 * when the boot CPU has made the page read-only. Then the CPU was not asked to
 * flush it. It waits in a short loop: HLT and other code might lose the entry.
 */
static void probe_tlb(struct member *self)
{
	writes_gdt();
	member_set_state(self, MEMBER_UP);
	while (!__atomic_load_n(&self->gdt_read_only, __ATOMIC_ACQUIRE))
		cpu_relax();
	self->stale_tlb = writes_gdt();
}

/*
 * Who comes here: trampoline.S, on the CPU that was started, on member->stack,
 * with the trampoline's page tables.
 */
static __attribute__((noreturn)) void member_start(struct member *self)
{
	write_cr3(ring0_table.root_phys);
	cpu_setup_early(self->cpu);
	self->error = compare_missing();
	if (self->error) {
		member_set_state(self, MEMBER_UNFIT);
		for (;;)
			asm volatile("cli; hlt");
	}
	cpu_setup(self->cpu);
	gates_setup();
	if (isolation.cpu_start)
		self->error = isolation.cpu_start();
	idt_load(CPU_ENTRY_IDT);
	if (!apic_init_other())
		self->error = "its APIC is in x2APIC mode, the first CPU's not";
	self->log_on = true;
	compare_here();
	mtrr_here();
	self->log_notes = self->log_used;
	probe_tlb(self);
	request_loop(self);
}

/* The root has ring 0's half, and the trampoline's page at its own address. */
static const char *make_root(u64 page)
{
	struct page_table table = ring0_table;
	u64 *root = phys_to_virt(page + PAGE_SIZE);

	memcpy(root, phys_to_virt(ring0_table.root_phys), PAGE_SIZE);
	table.root_phys = page + PAGE_SIZE;
	return page_table_map(&table, page, page, PAGE_SIZE, 0, false);
}

static u32 in_page(u64 page, const u8 *label)
{
	return page + (label - trampoline);
}

static struct trampoline_data *data_of(u64 page)
{
	return phys_to_virt(page + TRAMPOLINE_DATA);
}

/* Copies the code, and fills in what is the same for every CPU. */
static const char *prepare_trampoline(u64 page)
{
	u64 la57 = read_cr4() & X86_CR4_LA57;

	if (!page)
		return "the firmware has no memory below 640 KiB to start on";
	memcpy(phys_to_virt(page), trampoline, trampoline_end - trampoline);
	*data_of(page) = (struct trampoline_data){
		.cr3 = page + PAGE_SIZE,
		.cr4 = X86_CR4_PAE | la57,
		.entry = (u64)member_start,
		.gdtr = { 4 * sizeof(u64) - 1, in_page(page, trampoline_gdt) },
		.jump_32 = { in_page(page, trampoline_32), 0x08 },
		.jump_64 = { in_page(page, trampoline_64), 0x18 },
	};
	return make_root(page);
}

/* true: it was seen in time. */
static bool wait_until_up(const struct member *member, u32 microseconds)
{
	while (microseconds-- && member_state(member) == MEMBER_STARTED)
		delay(1);
	return member_state(member) != MEMBER_STARTED;
}

/*
 * After the last INIT a CPU that has not come up, or is unfit, waits for a
 * startup IPI for ever. So it does not start later, on what is another's then.
 */
static void start(struct member *member, u64 page)
{
	u32 id = member->cpu->apic_id, startup = APIC_SEND_STARTUP(page >> 12);

	data_of(page)->stack = member->stack;
	data_of(page)->self = (u64)member;
	apic_send(id, APIC_SEND_INIT);
	delay(AFTER_INIT);
	apic_send(id, startup);
	if (!wait_until_up(member, AFTER_STARTUP))
		apic_send(id, startup);
	if (!wait_until_up(member, PATIENCE))
		member->error = "it does not come up after INIT and SIPI";
	if (!member_is_up(member))
		apic_send(id, APIC_SEND_INIT);
}

/* Its GDT is read-only where it lies, too, as the boot CPU's is. */
static void protect(struct member *member)
{
	u64 gdt = (u64)&member->cpu->gdt;

	if (!page_table_make_read_only(&ring0_table, gdt, PAGE_SIZE))
		panic("no memory to make %#lx read-only", gdt);
	read_only_pages(gdt, PAGE_SIZE);
	__atomic_store_n(&member->gdt_read_only, 1, __ATOMIC_RELEASE);
}

/* Returns why no CPU of that ID can be started, or NULL. */
static const char *unreachable(u32 apic_id)
{
	if (apic_id >= XAPIC_BROADCAST && strcmp(apic_mode(), "x2APIC"))
		return "its ID is one of x2APIC's; x2apic=on reaches it";
	return NULL;
}

/* true: it has come up. */
static bool bring_up(u32 number, u32 apic_id, const char *error)
{
	struct member *member = make_member(number);

	if (!member)
		return false;
	member->cpu->apic_id = apic_id;
	member->error = error ? error : unreachable(apic_id);
	member->stack = stack_alloc();
	if (!member->stack)
		member->error = "no memory for its stack";
	add(member);
	if (!member->error)
		start(member, all_cpus.trampoline_phys);
	if (!member_is_up(member))
		return false;
	protect(member);
	return true;
}

bool bring_up_all(void)
{
	const struct madt_cpus *listed = &all_cpus.listed;
	u64 page = all_cpus.trampoline_phys;
	const char *error = prepare_trampoline(page);
	u32 i, own = apic_id(), number = 1, up = 1;

	members[0] = make_member(0);
	if (!members[0])
		return false;
	boot_cpu.apic_id = own;
	member_set_state(members[0], MEMBER_UP);
	for (i = 0; i < listed->count && number < all_cpus_count(); i++)
		if (listed->apic_id[i] != own)
			up += bring_up(number++, listed->apic_id[i], error);
	printk("# cpus: %u of %u run\n", up, number);
	return true;
}
