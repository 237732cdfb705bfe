/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state that a check starts from: the default one, which check.h describes,
 * with what the check's items change in it.
 */

#include "check/state.h"
#include "cpu_ops.h"
#include "check/machine.h"
#include "cpu/percpu.h"
#include "check/space.h"
#include "lib/string.h"

#define ODD_VALUE 0x0123456789abcd00 /* of a register; its number is added */
#define DR6_INIT 0xffff0ff0	     /* SDM vol. 3, "Processor State" */

/* Three bases that differ, and that nothing else is near. */
#define FS_BASE_DEFAULT 0x2e00000000
#define GS_BASE_DEFAULT 0x2f00000000
#define KERNEL_GS_BASE_DEFAULT 0x3000000000

/* Ring 0's own habit: what would harm an entry is cleared. */
#define FMASK_DEFAULT                                               \
	(X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_DF |            \
	 X86_EFLAGS_IOPL | X86_EFLAGS_NT | X86_EFLAGS_AC)

u64 item_value(const struct item *item)
{
	return item->from_edge ? item->value + check_space.edge : item->value;
}

static void set_offset(struct gate_descriptor *gate, u64 offset)
{
	gate->offset_low = offset & 0xffff;
	gate->offset_middle = offset >> 16 & 0xffff;
	gate->offset_high = offset >> 32;
}

static struct gate_descriptor landing_gate(unsigned int vector,
					   unsigned int ist)
{
	struct gate_descriptor gate = {
		.selector = SEL_KERNEL_CODE,
		.ist = ist,
		.type = GATE_INTERRUPT,
		.p = 1,
	};

	set_offset(&gate, LANDING + 8 * vector);
	return gate;
}

void state_nmi_gate(void)
{
	check_tables.idt.gate[X86_TRAP_NMI] = landing_gate(X86_TRAP_NMI, 2);
}

bool state_nmi_lands(void)
{
	struct gate_descriptor gate = landing_gate(X86_TRAP_NMI, 2);

	return !memcmp(&check_tables.idt.gate[X86_TRAP_NMI], &gate,
		       sizeof(gate));
}

static void set_tables(void)
{
	struct check_tables *t = &check_tables;
	unsigned int v;

	memset(t, 0, sizeof(*t));
	memcpy(t->gdt, &cpu_self()->gdt, sizeof(struct gdt));
	for (v = 0; v < VECTORS; v++)
		t->idt.gate[v] = landing_gate(v, 1);
	state_nmi_gate();
	t->idt.gate[X86_TRAP_BP].dpl = 3;
	t->iomap[sizeof(t->iomap) - 1] = 0xff;
}

static void set_mode(u64 *give, enum mode mode)
{
	static const u16 cs[] = { SEL_USER_CODE, SEL_USER_CODE32,
				  SEL_KERNEL_CODE, SEL_KERNEL_CODE32 };
	bool ring3 = mode <= RING3_32;
	bool compat = mode == RING3_32 || mode == RING0_32;

	give[FIELD_CS] = cs[mode];
	give[FIELD_SS] = ring3 ? SEL_USER_DATA : SEL_KERNEL_DATA;
	give[FIELD_IP] = ring3 ? USER_CODE : KERNEL_CODE;
	give[FIELD_SP] = ring3 ? USER_SP : KERNEL_SP;
	give[FIELD_DS] = compat ? SEL_USER_DATA : 0;
	give[FIELD_ES] = give[FIELD_DS];
}

void state_default(u64 *give, enum mode mode)
{
	unsigned int i;

	set_tables();
	machine_read(give);
	for (i = FIELD_AX; i <= FIELD_R15; i++)
		give[i] = ODD_VALUE + i;
	set_mode(give, mode);
	give[FIELD_FLAGS] = X86_EFLAGS_FIXED;
	give[FIELD_FS] = give[FIELD_GS] = 0;
	give[FIELD_CR3] = check_space.cr3;
	give[FIELD_DR6] = DR6_INIT;
	give[FIELD_DR7] = DR7_FIXED;
	give[FIELD_LSTAR] = LANDING_LSTAR;
	give[FIELD_CSTAR] = LANDING_CSTAR;
	give[FIELD_FMASK] = FMASK_DEFAULT;
	give[FIELD_SYSENTER_CS] = SEL_KERNEL_CODE;
	give[FIELD_SYSENTER_ESP] = SYSENTER_TOP;
	give[FIELD_SYSENTER_EIP] = LANDING_SYSENTER;
	give[FIELD_FS_BASE] = FS_BASE_DEFAULT;
	give[FIELD_GS_BASE] = GS_BASE_DEFAULT;
	give[FIELD_KERNEL_GS_BASE] = KERNEL_GS_BASE_DEFAULT;
	memset(give + FIELD_RSP0, 0, (FIELDS - FIELD_RSP0) * sizeof(*give));
	give[FIELD_RSP0] = RSP0_TOP;
	give[FIELD_IST1] = IST1_TOP;
	give[FIELD_IST2] = IST2_TOP;
	give[FIELD_GDT_LIMIT] = sizeof(check_tables.gdt) - 1;
	give[FIELD_IDT_LIMIT] = sizeof(check_tables.idt) - 1;
	give[FIELD_TSS_LIMIT] = sizeof(struct tss) - 1;
}

/* GATE_* are a gate's bytes 4 and 5. */
static void set_gate(struct gate_descriptor *gate, const struct item *item)
{
	gate->selector = item->selector;
	memcpy((u8 *)gate + 4, &item->attributes, sizeof(item->attributes));
}

/* DESC_* are a descriptor's bits 55:40. */
static void set_descriptor(struct descriptor *descriptor,
			   const struct item *item)
{
	u64 bits = (u64)item->attributes << 40 | 0xffff;

	memcpy(descriptor, &bits, sizeof(bits));
}

/* An entry of the GDT or the IDT. */
static void apply_entry(const struct item *item)
{
	struct descriptor *gdt = check_tables.gdt + item->entry / 8;
	struct gate_descriptor *gates = check_tables.idt.gate;
	struct gate_descriptor *call_gate = (struct gate_descriptor *)gdt;

	switch (item->op) {
	case OP_DESCRIPTOR:
		set_descriptor(gdt, item);
		break;
	case OP_CALL_GATE:
		set_gate(call_gate, item);
		set_offset(call_gate, item->value);
		break;
	case OP_UPPER:
		call_gate->reserved = item->value;
		break;
	case OP_GATE:
		set_gate(gates + item->entry, item);
		break;
	case OP_GATE_OFFSET:
		set_offset(gates + item->entry, item->value);
		break;
	}
}

void state_apply(u64 *give, const struct item *items)
{
	const struct item *item;

	for (item = items; item->op; item++) {
		u64 *field = &give[item->field], value = item_value(item);

		if (item->op == OP_GIVE)
			*field = value;
		else if (item->op == OP_ON)
			*field |= value;
		else if (item->op == OP_OFF)
			*field &= ~value;
		else
			apply_entry(item);
	}
}
