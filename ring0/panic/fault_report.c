/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints what a fault was: vector, error code decoded (SDM vol. 3, "Error Code"
 * and "Interrupt 14"), address, registers. Faults of ring 3's that end its
 * program are printed here, and those of ring 0's that panic.
 */

#include "panic/panic.h"
#include "log/console.h"
#include "cpu_ops.h"
#include "cpu/percpu.h"
#include "cpu/vectors.h"
#include "lib/printf.h"

const char *vector_name(u32 vector)
{
	static const char *const names[X86_EXCEPTIONS] = {
		[X86_TRAP_DE] = "#DE divide error",
		[X86_TRAP_DB] = "#DB debug",
		[X86_TRAP_NMI] = "NMI",
		[X86_TRAP_BP] = "#BP breakpoint",
		[X86_TRAP_OF] = "#OF overflow",
		[X86_TRAP_BR] = "#BR bound range exceeded",
		[X86_TRAP_UD] = "#UD invalid opcode",
		[X86_TRAP_NM] = "#NM device not available",
		[X86_TRAP_DF] = "#DF double fault",
		[X86_TRAP_TS] = "#TS invalid TSS",
		[X86_TRAP_NP] = "#NP segment not present",
		[X86_TRAP_SS] = "#SS stack segment fault",
		[X86_TRAP_GP] = "#GP general protection",
		[X86_TRAP_PF] = "#PF page fault",
		[X86_TRAP_MF] = "#MF x87 error",
		[X86_TRAP_AC] = "#AC alignment check",
		[X86_TRAP_MC] = "#MC machine check",
		[X86_TRAP_XF] = "#XM SIMD error",
		[X86_TRAP_VE] = "#VE virtualization",
		[X86_TRAP_CP] = "#CP control protection",
	};
	static PERCPU char numbers[16];

	if (vector < X86_EXCEPTIONS && names[vector])
		return names[vector];
	snprintf(*percpu(numbers), sizeof(numbers), "vector %u", vector);
	return *percpu(numbers);
}

const char *gate_text(const struct pt_regs *regs)
{
	switch (regs->gate) {
	case GATE_SYSCALL:
		return regs->abi == ABI_I386 ? "SYSCALL from 32-bit code" :
					       "SYSCALL";
	case GATE_SYSENTER:
		return "SYSENTER";
	default:
		return "int 0x80";
	}
}

struct fault fault_of(const struct pt_regs *regs, u32 vector)
{
	return (struct fault){
		.vector = vector,
		.error_code = regs->orig_ax,
		.address = vector == X86_TRAP_PF ? read_cr2() : 0,
	};
}

/* The bits of a page fault's error code. */
enum {
	PF_PRESENT = 1 << 0,
	PF_WRITE = 1 << 1,
	PF_USER = 1 << 2,
	PF_RESERVED = 1 << 3,
	PF_FETCH = 1 << 4,
};

static void describe_page_fault(char *text, size_t size,
				const struct fault *fault)
{
	u64 code = fault->error_code;
	const char *access = code & PF_FETCH ? "execution" :
			     code & PF_WRITE ? "a write"   :
					       "a read";
	const char *why = code & PF_RESERVED ? "a reserved bit is set" :
			  code & PF_PRESENT  ? "the page's rights forbid it" :
					       "nothing is mapped there";

	snprintf(text, size, "%s at %#lx by %s: %s", access, fault->address,
		 code & PF_USER ? "ring 3" : "ring 0", why);
}

/* A selector's error code: bit 0 is EXT, bits 2:1 the table, then the index. */
static void describe_selector(char *text, size_t size, u64 code)
{
	const char *table = code & 2 ? "IDT" : code & 4 ? "LDT" : "GDT";

	if (code)
		snprintf(text, size, "%s entry %#lx%s", table, code >> 3,
			 code & 1 ? ", during delivery of another event" : "");
	else
		snprintf(text, size, "no selector involved");
}

void report_fault(const char *who, const struct pt_regs *regs,
		  const struct fault *fault)
{
	char text[96] = "";

	switch (fault->vector) {
	case X86_TRAP_PF:
		describe_page_fault(text, sizeof(text), fault);
		break;
	case X86_TRAP_TS:
	case X86_TRAP_NP:
	case X86_TRAP_SS:
	case X86_TRAP_GP:
		describe_selector(text, sizeof(text), fault->error_code);
		break;
	}
	printk("# %s: %s at rip %#lx, error code %#lx%s%s\n", who,
	       vector_name(fault->vector), regs->ip, fault->error_code,
	       *text ? ": " : "", text);
}

#define ROW "#   %-3s %016lx  %-3s %016lx  %-3s %016lx\n"

void report_registers(const struct pt_regs *regs)
{
	printk(ROW, "rax", regs->ax, "rbx", regs->bx, "rcx", regs->cx);
	printk(ROW, "rdx", regs->dx, "rsi", regs->si, "rdi", regs->di);
	printk(ROW, "rbp", regs->bp, "r8", regs->r8, "r9", regs->r9);
	printk(ROW, "r10", regs->r10, "r11", regs->r11, "r12", regs->r12);
	printk(ROW, "r13", regs->r13, "r14", regs->r14, "r15", regs->r15);
	printk(ROW, "rip", regs->ip, "rsp", regs->sp, "flg", regs->flags);
	printk("#   cs %04x  ss %04lx  cr2 %016lx  cr3 %016lx\n", regs->cs,
	       regs->ss, read_cr2(), read_cr3());
}
