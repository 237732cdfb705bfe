/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors: takes apart, byte by byte, the GDT and the IDT that ring 0
 * fills, by the SDM's figures (vol. 3, "Segment Descriptors", "64-Bit Mode
 * IDT") and not by the structs that made them.
 */
#include "../../ring0/cpu/gdt.c"
#include "../../ring0/entry/idt.c"

#include <string.h>
#include "tap.h"

const u8 exception_stubs[X86_EXCEPTIONS * EXCEPTION_STUB_SIZE];
const u8 interrupt_stubs[(VECTORS - X86_EXCEPTIONS) * INTERRUPT_STUB_SIZE];

void entry_int80(void)
{
}

void read_only_patch(void *to, const void *from, u64 size)
{
	memcpy(to, from, size);
}

/* For idt_use_ist(), which this test does not call. */
void map_read_only(u64 va, const void *page)
{
	(void)va;
	(void)page;
}

static u64 quadword(const void *at)
{
	u64 value;

	memcpy(&value, at, sizeof(value));
	return value;
}

/* The values are those of Linux's GDT_ENTRY_INIT(), with "accessed" set. */
static void test_segments(void)
{
	static const struct {
		unsigned int selector;
		u64 descriptor;
	} expected[] = {
		{ 0, 0 },
		{ SEL_KERNEL_CODE32, 0x00cf9b000000ffff },
		{ SEL_KERNEL_CODE, 0x00af9b000000ffff },
		{ SEL_KERNEL_DATA, 0x00cf93000000ffff },
		{ SEL_USER_CODE32, 0x00cffb000000ffff },
		{ SEL_USER_DATA, 0x00cff3000000ffff },
		{ SEL_USER_CODE, 0x00affb000000ffff },
		{ SEL_USER_DATA_SYSEXITQ, 0x00cff3000000ffff },
		{ SEL_TLS, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(expected); i++) {
		u64 is = quadword(
			&gdt_template.entry[expected[i].selector >> 3]);

		check(is == expected[i].descriptor,
		      "selector %#x: %#018lx, not %#018lx",
		      expected[i].selector, is, expected[i].descriptor);
	}
	result("GDT: each segment's eight bytes");
}

/* Reads base, limit and rights where the SDM's figure has them. */
static void test_tss(u64 base)
{
	struct gdt gdt = gdt_template;
	const u8 *byte = (const u8 *)&gdt.entry[SEL_TSS >> 3];
	u64 low, high, is;

	set_system(&gdt, SEL_TSS, DESC_TSS, base, sizeof(struct tss) - 1);
	low = quadword(byte);
	high = quadword(byte + 8);
	is = (low >> 16 & 0xffffff) | (low >> 56) << 24 | high << 32;
	check(is == base, "base %#lx, not %#lx", is, base);
	check((low & 0xffff) == sizeof(struct tss) - 1 && !(low >> 48 & 0xf),
	      "limit");
	check((low >> 40 & 0xff) == 0x89, "present, DPL 0, available TSS");
	check(!(low >> 52 & 0xf), "AVL, L, D and G are 0");
	check(!(high >> 32), "the last four bytes are reserved");
}

static void test_tss_bases(void)
{
	int bit, i;

	for (bit = 0; bit < 64; bit++)
		test_tss(1ull << bit);
	for (i = 0; i < 1000; i++)
		test_tss(random_number());
	result("GDT: the TSS descriptor, any base");
}

/* The LDT's descriptor has DPL 0, so ring 3 cannot read its limit by LSL. */
static void test_ldt(void)
{
	struct gdt gdt = gdt_template;
	const u8 *byte = (const u8 *)&gdt.entry[SEL_LDT >> 3];
	u64 low, high;

	set_system(&gdt, SEL_LDT, DESC_LDT, 0xfffffe1000200000, 0xffff);
	low = quadword(byte);
	high = quadword(byte + 8);
	check(low == 0x000082200000ffff && high == 0xfffffe10, "LDT");
	result("GDT: the LDT descriptor");
}

/* Reads offset, selector and rights where the SDM's figure has them. */
static void test_gate(unsigned int vector, u64 offset, unsigned int dpl,
		      unsigned int ist)
{
	u64 low = quadword(&idt.gate[vector]);
	u64 high = quadword((const u8 *)&idt.gate[vector] + 8);
	u64 is = (low & 0xffff) | (low >> 48) << 16 | high << 32;

	check(is == offset, "vector %u: offset %#lx, not %#lx", vector, is,
	      offset);
	check((low >> 16 & 0xffff) == SEL_KERNEL_CODE, "vector %u: CS", vector);
	check((low >> 40 & 0xff) == (0x8e | dpl << 5),
	      "vector %u: present interrupt gate, DPL %u", vector, dpl);
	check((low >> 32 & 0xff) == ist, "vector %u: IST %u", vector, ist);
	check(!(high >> 32), "vector %u: reserved", vector);
}

static u64 stub(unsigned int vector)
{
	if (vector == 0x80)
		return (u64)entry_int80;
	return vector < 32 ? (u64)exception_stubs + 16 * vector :
			     (u64)interrupt_stubs + 8 * (vector - 32);
}

static void test_gates(bool with_ist)
{
	unsigned int v;

	for (v = 0; v < VECTORS; v++) {
		bool open = v == 3 || v == 4 || v == 0x80;
		unsigned int ist = v == 8  ? IST_DF :
				   v == 2  ? IST_NMI :
				   v == 18 ? IST_MC :
				   v == 1  ? IST_DB :
					     IST_NONE;

		test_gate(v, stub(v), open ? 3 : 0, with_ist ? ist : IST_NONE);
	}
}

/* Every bit of the offset, because this test's stubs lie close together. */
static void test_gate_offsets(void)
{
	int bit;

	for (bit = 0; bit < 64; bit++) {
		idt.gate[77] = gate_to(1ull << bit, 0);
		test_gate(77, 1ull << bit, 0, IST_NONE);
	}
	result("IDT: a gate's offset, any address");
}

int main(void)
{
	test_segments();
	test_tss_bases();
	test_ldt();
	fill_gates();
	test_gates(false);
	result("IDT: 256 gates, before there are stacks");
	set_ist();
	test_gates(true);
	result("IDT: 256 gates, #DF, NMI, #MC and #DB by IST");
	test_gate_offsets();
	return tap_end();
}
