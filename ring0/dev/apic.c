/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The local APIC (SDM vol. 3, "Advanced Programmable Interrupt Controller"). In
 * xAPIC mode its registers are a page of memory, in x2APIC mode they are MSRs.
 * On a CPU without one, every function here does nothing.
 */

#include "dev/apic.h"
#include "log/console.h"
#include "cpu/features.h"
#include "cpu_ops.h"
#include "cpu/vectors.h"
#include "mm/pages.h"
#include "msr-index.h"
#include "log/settings.h"

/* Byte offsets in the page; x2APIC's MSRs are numbered by offset / 16. */
#define APIC_ID 0x20
#define APIC_VERSION 0x30 /* bits 23:16: number of the last LVT entry */
#define APIC_TPR 0x80 /* CR8 is bits 7:4 of it */
#define APIC_EOI 0xb0
#define APIC_SPIV 0xf0
#define APIC_ISR 0x100 /* in-service: 8 registers of 32 vectors each */
#define APIC_IRR 0x200 /* pending: likewise */
#define APIC_ESR 0x280
#define APIC_LVT_CMCI 0x2f0
#define APIC_ICR 0x300
#define APIC_ICR2 0x310 /* the destination; only xAPIC has it apart */
#define APIC_LVT_TIMER 0x320
#define APIC_LVT_THERMAL 0x330
#define APIC_LVT_PERF 0x340
#define APIC_LVT_LINT0 0x350
#define APIC_LVT_LINT1 0x360
#define APIC_LVT_ERROR 0x370
#define APIC_TMICT 0x380 /* initial count; a write starts the timer */
#define APIC_TMCCT 0x390 /* current count */
#define APIC_TDCR 0x3e0

#define APIC_TPR_CLASS_SHIFT 4
#define APIC_SPIV_ENABLE (1u << 8)
#define APIC_LVT_MASKED (1u << 16)
#define APIC_LVT_PERIODIC (1u << 17)
#define APIC_DM_NMI (4u << 8) /* delivery mode, in the LVT and the ICR */
#define APIC_ICR_BUSY (1u << 12)
#define APIC_ICR_SELF (1u << 18)
#define APIC_TDR_DIV_1 0xb
#define XAPIC_ID_SHIFT 24
#define X2APIC_ID_SHIFT 32

#define SEND_TRIES 100000 /* reads of the ICR: it is idle within microseconds */

static volatile u32 *xapic; /* NULL: x2APIC mode, or no APIC */
static bool x2apic;

static void apic_write(u32 reg, u32 value)
{
	if (x2apic)
		wrmsr(MSR_X2APIC + reg / 16, value);
	else if (xapic)
		xapic[reg / sizeof(*xapic)] = value;
}

static u32 apic_read(u32 reg)
{
	if (x2apic)
		return rdmsr(MSR_X2APIC + reg / 16);
	return xapic ? xapic[reg / sizeof(*xapic)] : 0;
}

const char *apic_mode(void)
{
	return x2apic ? "x2APIC" : "xAPIC";
}

bool apic_present(void)
{
	return x2apic || xapic;
}

static bool find(void)
{
	u64 base;

	if (!cpu_features.apic || !rdmsr_safe(MSR_IA32_APIC_BASE, &base) ||
	    !(base & APIC_BASE_ENABLE))
		return false;
	if (settings.x2apic && cpu_features.x2apic) {
		base |= APIC_BASE_X2APIC; /* only a reset leads back to xAPIC */
		wrmsr(MSR_IA32_APIC_BASE, base);
	} else if (settings.x2apic) {
		printk("# option: x2apic: this CPU has no x2APIC, ignored\n");
	}
	x2apic = base & APIC_BASE_X2APIC;
	if (!x2apic)
		xapic = ioremap_page(base & APIC_BASE_ADDRESS);
	return apic_present();
}

/*
 * The local vector table without LINT1, in the order in which CPUs gained the
 * entries: one that has fewer lacks the last of these.
 */
static const u16 lvt[] = { APIC_LVT_TIMER, APIC_LVT_LINT0,   APIC_LVT_ERROR,
			   APIC_LVT_PERF,  APIC_LVT_THERMAL, APIC_LVT_CMCI };

/*
 * How many of lvt[] this CPU has. The version register has the number of the
 * last LVT entry; counted without LINT1, that is the number of entries.
 */
static size_t lvt_count(void)
{
	size_t last = apic_read(APIC_VERSION) >> 16 & 0xff;

	return last < ARRAY_SIZE(lvt) ? last : ARRAY_SIZE(lvt);
}

static void mask_all(void)
{
	size_t i;

	for (i = 0; i < lvt_count(); i++)
		apic_write(lvt[i], APIC_LVT_MASKED);
}

bool apic_quiet(void)
{
	size_t i;

	for (i = 0; i < lvt_count(); i++) {
		u32 entry = apic_read(lvt[i]);

		if (!(entry & APIC_LVT_MASKED) && (u8)entry < LOWEST_VECTOR)
			return false;
	}
	return true;
}

void apic_accept_own(void)
{
	apic_write(APIC_TPR, QUIET_CLASS << APIC_TPR_CLASS_SHIFT);
}

static bool is_pending(u32 vector)
{
	return apic_read(APIC_IRR + vector / 32 * 16) & 1u << vector % 32;
}

u32 apic_accept_all(void)
{
	u32 vector = VECTOR_SYSCALL;

	if (!is_pending(vector))
		for (vector = X86_EXCEPTIONS - 1; vector; vector--)
			if (is_pending(vector))
				break;
	apic_write(APIC_TPR, vector & 0xf0 ? vector & 0xf0 : 1 << 4);
	return vector;
}

/*
 * HAZARD stray-vector: an I/O APIC or a device that the firmware left armed can
 * send any vector. For 0x80, int 0x80's gate would take the interrupt for a
 * call of ring 3's and swap GS (CVE-2024-25744); for an exception's vector, the
 * stub would expect an error code that the CPU does not push. So ring 0 uses
 * only the highest vectors, and TPR holds back all others.
 */
static void set_up(void)
{
	mask_all();
	apic_accept_own();
	apic_write(APIC_SPIV, APIC_SPIV_ENABLE | SPURIOUS_APIC_VECTOR);
	/* A disabled APIC ignores unmasking, so only now are they masked. */
	mask_all();
	apic_write(APIC_LVT_LINT1, APIC_DM_NMI);
	apic_errors();
	apic_write(APIC_LVT_ERROR, ERROR_APIC_VECTOR);
	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
}

void apic_init(void)
{
	if (find())
		set_up();
}

bool apic_init_other(void)
{
	u64 base = rdmsr(MSR_IA32_APIC_BASE) | APIC_BASE_ENABLE;

	if (!x2apic && (base & APIC_BASE_X2APIC))
		return false;
	wrmsr(MSR_IA32_APIC_BASE, base | (x2apic ? APIC_BASE_X2APIC : 0));
	set_up();
	return true;
}

void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

bool apic_in_service(u32 vector)
{
	return apic_read(APIC_ISR + vector / 32 * 16) & 1u << vector % 32;
}

u32 apic_errors(void)
{
	apic_write(APIC_ESR, 0); /* latches the errors since the last write */
	return apic_read(APIC_ESR);
}

u32 apic_id(void)
{
	u32 id = apic_read(APIC_ID);

	return x2apic ? id : id >> XAPIC_ID_SHIFT;
}

void apic_send(u32 id, u32 command)
{
	u32 tries = SEND_TRIES;

	if (x2apic) {
		wrmsr(MSR_X2APIC + APIC_ICR / 16,
		      (u64)id << X2APIC_ID_SHIFT | command);
		return;
	}
	apic_write(APIC_ICR2, id << XAPIC_ID_SHIFT);
	apic_write(APIC_ICR, command);
	while ((apic_read(APIC_ICR) & APIC_ICR_BUSY) && --tries)
		cpu_relax();
}

void apic_self_interrupt(u32 vector)
{
	apic_send(apic_id(), APIC_ICR_SELF | APIC_ICR_ASSERT | vector);
}

/* To its own ID, because the shorthand "self" allows fixed delivery only. */
void apic_self_nmi(void)
{
	apic_send(apic_id(), APIC_SEND_NMI);
}

void apic_timer_start(enum apic_timer_mode mode, u32 vector, u32 count)
{
	apic_write(APIC_LVT_TIMER,
		   vector | (mode == APIC_TIMER_PERIODIC ? APIC_LVT_PERIODIC :
							   0));
	apic_write(APIC_TMICT, count);
}

void apic_timer_start_silent(void)
{
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	apic_write(APIC_TMICT, ~0u);
}

void apic_timer_stop(void)
{
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	apic_write(APIC_TMICT, 0);
}

u32 apic_timer_count(void)
{
	return apic_read(APIC_TMCCT);
}
