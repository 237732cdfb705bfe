/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The every-instruction sweep: for each way through ring 0, for each single
 * instruction of it, for each kind of event: one crossing, with the event
 * right at that instruction. All must be as if nothing had been there.
 */
#include <asm/errno.h>
#include <asm/prctl.h>
#include "lib/abi.h"
#include "lib/caught.h"
#include "lib/print.h"
#include "lib/sys.h"
#include "printf.h"
#include "segment.h"
#include "sweep/stack16.h"
#include "trapnr.h"

#define FAILURES_SHOWN 4
#define GS_WORD 0x6a7e40005eull
#define NAME_MAX 120

int main(void);

static void prepare_ud2(void);
static void prepare_stack16(void);
static void prepare_bad_iret(void);

/* A way through ring 0: each executes instructions that others do not. */
static const struct way {
	const char *name;
	enum gate gate;
	bool by_iret;   /* ring 0 sets RF in pt_regs, which only IRET loads */
	bool by_sysret;
	bool work;      /* observe(): the exit has to look at the whole frame */
	u32 vector;     /* by no gate, or from behind it: an exception's */
	void (*prepare)(void);
	u64 flags;
} ways[] = {
	{ .name = "syscall, back by sysret",
	  .gate = GATE_SYSCALL, .by_sysret = true },
	{ .name = "syscall with exit work, back by sysret",
	  .gate = GATE_SYSCALL, .by_sysret = true, .work = true },
	{ .name = "syscall, back by iret",
	  .gate = GATE_SYSCALL, .by_iret = true },
	{ .name = "sysenter, back by sysexit", .gate = GATE_SYSENTER },
	{ .name = "sysenter with NT, AC and DF set, back by sysexit",
	  .gate = GATE_SYSENTER,
	  .flags = X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_DF },
	{ .name = "sysenter with exit work, back by sysexit",
	  .gate = GATE_SYSENTER, .work = true },
	{ .name = "sysenter, back by iret",
	  .gate = GATE_SYSENTER, .by_iret = true },
	{ .name = "int 0x80, back by iret", .gate = GATE_INT80 },
	{ .name = "syscall from 32-bit code, back by iret",
	  .gate = COMPAT(GATE_SYSCALL) },
	{ .name = "sysenter from 32-bit code, back by sysexit",
	  .gate = COMPAT(GATE_SYSENTER) },
	{ .name = "int 0x80 from 32-bit code, back by iret",
	  .gate = COMPAT(GATE_INT80) },
	{ .name = "ud2, to its signal handler by iret",
	  .vector = X86_TRAP_UD, .prepare = prepare_ud2 },
	/* Last: from here on there is an LDT, and more exit work. */
	{ .name = "int 0x80 on a 16-bit stack, back by iret",
	  .gate = GATE_INT80, .prepare = prepare_stack16 },
	{ .name = "a fault of that iret, to its signal handler by iret",
	  .vector = X86_TRAP_GP, .prepare = prepare_bad_iret },
};

static const char *const event_names[SWEEP_EVENTS] = {
	[SWEEP_TRACE] = "trace",
	[SWEEP_DEBUG] = "#DB",
	[SWEEP_DEBUG_NESTED] = "#DB in #DB",
	[SWEEP_NMI] = "NMI",
	[SWEEP_NMI_NESTED] = "NMI in NMI",
	[SWEEP_NMI_AT_END] = "NMI at the end of an NMI",
	[SWEEP_INTERRUPT] = "interrupt",
	[SWEEP_INTERRUPT_NESTED] = "interrupt in interrupt",
};

static struct {
	void (*stub)(void);
	const u8 *at; /* the instruction that crosses */
	struct machine_state expected;
	unsigned int signals;
	u64 pid;
	u64 gs_word; /* the GS base points here */
	unsigned int failures;
	unsigned int in_window; /* events in the SYSCALL window */
	unsigned int landed;	/* interrupts that IF allowed right there */
	unsigned int sysrets;	/* SYSRETQ with the right SS */
} sweeping;

static u64 read_gs(void)
{
	u64 value;

	asm volatile("movq %%gs:0, %0" : "=r"(value));
	return value;
}

/* The call, and what must come of it. */
static void prepare_call(const struct way *way)
{
	static struct crossing record;
	const struct gate_info *gate = &gates[way->gate];
	u64 *in = cross_in.word, answer = 0;

	if (way->work) {
		in[STATE_AX] = __NR_observe;
		in[gate->arguments[0]] = (u64)&record;
	} else if (way->by_iret) {
		in[STATE_AX] = gate->selftest;
		in[gate->arguments[0]] = SELFTEST_SET_RF;
	} else {
		in[STATE_AX] = gate->getpid;
		answer = sweeping.pid;
	}
	abi_name_return(way->gate, &cross_in);
	abi_expect(way->gate, &cross_in, answer, &sweeping.expected);
	sweeping.stub = gate->stub;
	sweeping.at = gate->at;
	sweeping.signals = 0;
}

/* The handler goes on at cross_landing, behind which rip is noted. */
static void prepare_ud2(void)
{
	abi_expect(GATE_INT80, &cross_in, cross_in.word[STATE_AX],
		   &sweeping.expected);
	sweeping.expected.word[STATE_IP] = 0;
	sweeping.stub = cross_ud2;
	sweeping.at = cross_ud2_at;
	sweeping.signals = 1;
}

/* HAZARD espfix, and HAZARD bad-iret on its stack (sweep/stack16.c). */
static void prepare_stack16(void)
{
	stack16_call(sweeping.pid, &sweeping.expected);
	sweeping.stub = cross_stack16;
	sweeping.at = cross_stack16_at;
	sweeping.signals = 0;
}

static void prepare_bad_iret(void)
{
	stack16_bad_frame(&sweeping.expected);
	sweeping.stub = cross_syscall;
	sweeping.at = cross_syscall_at;
	sweeping.signals = 1;
}

/* Every register a value of its own. */
static void prepare(const struct way *way)
{
	u64 *in = cross_in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = 0x0123456789abcdef * (i + 1);
	in[STATE_FLAGS] = ALWAYS_FLAGS | X86_EFLAGS_CF | way->flags;
	in[STATE_SP] = (u64)cross_stack_end;
	if (way->prepare)
		way->prepare();
	else
		prepare_call(way);
}

/* One crossing; what ring 0 did to it on the way is in *sweep. */
static long sweep_one(const struct way *way, struct sweep *sweep)
{
	long error;

	sweep->gate = way->vector ? GATE_NONE : gates[way->gate].gate;
	sweep->vector = way->vector;
	sweep->compat = gates[way->gate].compat;
	sweep->at = (u64)sweeping.at;
	error = sys_selftest(SELFTEST_SWEEP, (u64)sweep);
	if (error)
		return error;
	cross_caught(sweeping.stub);
	*sweep = (struct sweep){ 0 };
	return sys_selftest(SELFTEST_SWEEP, (u64)sweep);
}

/* Nothing of it is to be seen in ring 3. */
static bool as_if_nothing(const struct way *way)
{
	struct machine_state expected = sweeping.expected;
	bool same;

	abi_allow(way->gate, &cross_out, &expected);
	same = same_state(&expected, &cross_out);
	same &= same_word("", "signals", sweeping.signals, caught.count);
	same &= same_word("", "the word at GS", GS_WORD, read_gs());
	same &= same_word("", "the next call", sweeping.pid, sys_getpid());
	return same;
}

/* What must have happened, of an event at an instruction that is executed. */
static bool happened(enum sweep_event event, const struct sweep *sweep)
{
	bool nested = event == SWEEP_DEBUG_NESTED ||
		      event == SWEEP_NMI_NESTED || event == SWEEP_NMI_AT_END ||
		      event == SWEEP_INTERRUPT_NESTED;
	u32 landed = 0, elsewhere = 0;

	if (event >= SWEEP_INTERRUPT) {
		landed = sweep->interrupts_on;
		elsewhere = !landed;
	} else if (event >= SWEEP_NMI) {
		landed = 1;
	}
	return sweep->debugs == 1 && sweep->landed == landed &&
	       sweep->elsewhere == elsewhere && sweep->nested == nested &&
	       !sweep->wrong_gs;
}

/* HAZARD sysret-ss: it is what SYSCALL loaded. */
static bool sysret_right(const struct way *way, const struct sweep *sweep)
{
	return sweep->sysrets == way->by_sysret &&
	       (!sweep->sysrets || sweep->sysret_ss == SEL_KERNEL_DATA);
}

static void show(const struct sweep *sweep, u32 index, enum sweep_event event)
{
	if (sweeping.failures++ >= FAILURES_SHOWN)
		return;
	print("# instruction %u, at 0x%lx, %s: #DB %u, landed %u, "
	      "elsewhere %u, nested %u, ring 3's GS %u, SYSRETQ %u, SS "
	      "0x%x\n",
	      index, sweep->ip, event_names[event], sweep->debugs,
	      sweep->landed, sweep->elsewhere, sweep->nested, sweep->wrong_gs,
	      sweep->sysrets, sweep->sysret_ss);
}

static void sweep_instruction(const struct way *way, u32 index,
			      enum sweep_event event)
{
	struct sweep sweep = { .event = event, .index = index };
	bool ok = !sweep_one(way, &sweep);

	ok &= happened(event, &sweep) && sysret_right(way, &sweep);
	ok &= as_if_nothing(way);
	if (!ok)
		show(&sweep, index, event);
	sweeping.in_window += sweep.in_window;
	if (event >= SWEEP_INTERRUPT)
		sweeping.landed += sweep.landed;
	sweeping.sysrets += sweep.sysrets;
}

static void sweep_way(const struct way *way)
{
	struct sweep trace = { .event = SWEEP_TRACE };
	char name[NAME_MAX];
	u32 instructions, i;
	long error;

	prepare(way);
	sweeping.failures = sweeping.in_window = sweeping.landed = 0;
	sweeping.sysrets = 0;
	error = sweep_one(way, &trace);
	instructions = trace.instructions;
	if (error || !instructions || !as_if_nothing(way)) {
		print("# the trace of it: %ld, %u instructions\n", error,
		      instructions);
		ktap_row(false, way->name);
		return;
	}
	for (i = 0; i < instructions; i++)
		for (u32 event = SWEEP_DEBUG; event < SWEEP_EVENTS; event++)
			sweep_instruction(way, i, event);
	print("# %u events in the SYSCALL window, %u interrupts where IF is "
	      "set, SS seen on SYSRETQ %u times\n",
	      sweeping.in_window, sweeping.landed, sweeping.sysrets);
	snprintf(name, sizeof(name), "%s: %u instructions x %u events: %s",
		 way->name, instructions, SWEEP_EVENTS - SWEEP_DEBUG,
		 sweeping.failures ? "not all survived" : "all survived");
	ktap_row(!sweeping.failures, name);
}

/* Why it cannot be swept; error: of selftest(). NULL: it can. */
static const char *way_lacks(const struct way *way, long error)
{
	if (error == -EPERM)
		return "boot with selftest=on";
	if (error == -ENODEV)
		return "there is no local APIC";
	return way->vector ? NULL : gate_lacks(way->gate);
}

int main(void)
{
	struct sweep nothing = { 0 };
	long error = sys_selftest(SELFTEST_SWEEP, (u64)&nothing);

	ktap_plan(ARRAY_SIZE(ways));
	catch_faults();
	sweeping.pid = sys_getpid();
	sweeping.gs_word = GS_WORD;
	sys_arch_prctl(ARCH_SET_GS, (u64)&sweeping.gs_word);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		const char *reason = way_lacks(&ways[i], error);

		if (reason)
			ktap_skip(ways[i].name, reason);
		else
			sweep_way(&ways[i]);
	}
	return ktap_end();
}
