/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The IDT: a stub for each vector (entry/exception.S), and int 0x80's gate.
 * Ring 3 may raise int3, into and int 0x80 by instruction; int n for any other
 * vector is #GP.
 */

#include "entry/idt.h"
#include "cpu/gdt.h"
#include "cpu/setup.h"
#include "cpu/tss.h"
#include "mm/pages.h"
#include "mm/read_only.h"

#define EXCEPTION_STUB_SIZE 16
#define INTERRUPT_STUB_SIZE 8

extern const u8 exception_stubs[], interrupt_stubs[];
void entry_int80(void);

struct idt idt RO_AFTER_INIT;

static struct gate_descriptor gate_to(u64 offset, unsigned int dpl)
{
	return (struct gate_descriptor){
		.offset_low = offset & 0xffff,
		.offset_middle = offset >> 16 & 0xffff,
		.offset_high = offset >> 32,
		.selector = SEL_KERNEL_CODE,
		.type = GATE_INTERRUPT,
		.dpl = dpl,
		.p = 1,
	};
}

void idt_load(u64 base)
{
	struct table_register idtr = { sizeof(idt) - 1, base };

	asm volatile("lidt %0" : : "m"(idtr) : "memory");
}

static void fill_gates(void)
{
	unsigned int vector;
	u64 stub = (u64)exception_stubs;

	for (vector = 0; vector < X86_EXCEPTIONS; vector++) {
		idt.gate[vector] = gate_to(stub, 0);
		stub += EXCEPTION_STUB_SIZE;
	}
	stub = (u64)interrupt_stubs;
	for (; vector < VECTORS; vector++) {
		idt.gate[vector] = gate_to(stub, 0);
		stub += INTERRUPT_STUB_SIZE;
	}
	idt.gate[X86_TRAP_BP].dpl = 3;
	idt.gate[X86_TRAP_OF].dpl = 3;
	idt.gate[VECTOR_SYSCALL] = gate_to((u64)entry_int80, 3);
}

void idt_init(void)
{
	fill_gates();
	idt_load((u64)&idt);
}

static void set_ist(void)
{
	idt.gate[X86_TRAP_DF].ist = IST_DF;
	idt.gate[X86_TRAP_NMI].ist = IST_NMI;
	idt.gate[X86_TRAP_MC].ist = IST_MC;
	idt.gate[X86_TRAP_DB].ist = IST_DB;
}

void idt_use_ist(void)
{
	map_read_only(CPU_ENTRY_IDT, &idt);
	set_ist();
	idt_load(CPU_ENTRY_IDT);
}
