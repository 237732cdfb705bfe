/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep's ways through ring 0, and for each a crossing that takes it: the
 * registers to load, and the state to expect.
 */
#include <asm/errno.h>
#include <linux/mman.h>
#include "layout.h"
#include "ways.h"
#include "ring3/lib/sys.h"
#include "ring3/lib/vsyscall.h"
#include "stack16.h"
#include "trapnr.h"

static void prepare_ud2(struct plan *plan);
static void prepare_page_fault(struct plan *plan);
static void prepare_copy(struct plan *plan);
static void prepare_touch(struct plan *plan);
static void prepare_copy_touch(struct plan *plan);
static void prepare_vsyscall(struct plan *plan);
static void prepare_stack16(struct plan *plan);
static void prepare_bad_iret(struct plan *plan);

const struct way ways[] = {
	{ .name = "syscall, back by sysret",
	  .gate = BY_SYSCALL, .by_sysret = true, .flags = USER_FLAGS },
	{ .name = "syscall with exit work, back by sysret",
	  .gate = BY_SYSCALL, .by_sysret = true, .work = true },
	{ .name = "syscall, back by iret",
	  .gate = BY_SYSCALL, .by_iret = true },
	{ .name = "sysenter, back by sysexit", .gate = BY_SYSENTER },
	{ .name = "sysenter with NT, AC and DF set, back by sysexit",
	  .gate = BY_SYSENTER,
	  .flags = X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_DF },
	{ .name = "sysenter with exit work, back by sysexit",
	  .gate = BY_SYSENTER, .work = true },
	{ .name = "sysenter, back by iret",
	  .gate = BY_SYSENTER, .by_iret = true },
	{ .name = "sysenter to its last instructions alone, back by sysexit",
	  .gate = BY_SYSENTER, .bare = true },
	{ .name = "int 0x80, back by iret", .gate = BY_INT80 },
	{ .name = "syscall from 32-bit code, back by sysret",
	  .gate = BY_SYSCALL_32, .by_sysret = true, .flags = USER_FLAGS },
	{ .name = "syscall from 32-bit code with exit work, back by sysret",
	  .gate = BY_SYSCALL_32, .by_sysret = true, .work = true },
	{ .name = "syscall from 32-bit code, back by iret",
	  .gate = BY_SYSCALL_32, .by_iret = true },
	{ .name = "sysenter from 32-bit code, back by sysexit",
	  .gate = BY_SYSENTER_32 },
	{ .name = "int 0x80 from 32-bit code, back by iret",
	  .gate = BY_INT80_32 },
	{ .name = "ud2, to its signal handler by iret",
	  .vector = X86_TRAP_UD, .prepare = prepare_ud2 },
	{ .name = "a page fault, to its signal handler by iret",
	  .vector = X86_TRAP_PF, .prepare = prepare_page_fault },
	{ .name = "a page fault in a copy of ring 0's, back by sysret",
	  .vector = X86_TRAP_PF, .by_sysret = true, .prepare = prepare_copy },
	{ .name = "a page's first touch, back to the instruction by iret",
	  .vector = X86_TRAP_PF, .prepare = prepare_touch },
	{ .name = "a first touch in a copy of ring 0's, back by sysret",
	  .vector = X86_TRAP_PF, .by_sysret = true,
	  .prepare = prepare_copy_touch },
	/* After the other SYSENTERs: they map the vDSO, which changes it. */
	{ .name = "sysenter to the vDSO, back by sysexit",
	  .gate = BY_SYSENTER_32, .vdso = true, .prepare = prepare_vsyscall },
	{ .name = "sysenter to the vDSO with NT, AC and DF, back by sysexit",
	  .gate = BY_SYSENTER_32, .vdso = true, .prepare = prepare_vsyscall,
	  .flags = X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_DF },
	/* These come last: they make an LDT, which adds exit work. */
	{ .name = "int 0x80 on a 16-bit stack, back by iret",
	  .gate = BY_INT80, .prepare = prepare_stack16 },
	{ .name = "a fault of that iret, to its signal handler by iret",
	  .vector = X86_TRAP_GP, .prepare = prepare_bad_iret },
};
const size_t way_count = ARRAY_SIZE(ways);

/* Loads the way's call, and computes the state to expect. */
static void prepare_call(const struct way *way, struct plan *plan)
{
	static struct crossing record;
	const struct gate_info *gate = &gates[way->gate];
	u64 *in = cross_in.word, answer = 0;

	if (way->bare) {
		answer = in[STATE_AX]; /* a bare gate changes nothing */
	} else if (way->work) {
		in[STATE_AX] = __NR_observe;
		in[gate->arguments[0]] = (u64)&record;
	} else if (way->by_iret) {
		in[STATE_AX] = gate->selftest;
		in[gate->arguments[0]] = SELFTEST_SET_RF;
	} else {
		in[STATE_AX] = gate->getpid;
		answer = sys_getpid();
	}
	abi_name_return(way->gate, &cross_in);
	abi_expect(way->gate, &cross_in, answer, &plan->expected);
	plan->stub = gate->stub;
	plan->at = gate->at;
	plan->signals = 0;
}

/* The handler goes on at cross_landing, which does not store rip. */
static void prepare_ud2(struct plan *plan)
{
	abi_expect(BY_INT80, &cross_in, cross_in.word[STATE_AX],
		   &plan->expected);
	plan->expected.word[STATE_IP] = 0;
	plan->stub = cross_ud2;
	plan->at = cross_ud2_at;
	plan->signals = 1;
}

static void prepare_page_fault(struct plan *plan)
{
	prepare_ud2(plan);
	plan->stub = cross_page_fault;
	plan->at = cross_page_fault_at;
	plan->address = CROSS_UNMAPPED;
}

/* Makes rdi's page one that nobody has touched. */
static void renew_page(void)
{
	sys_mmap(cross_in.word[STATE_DI], PAGE_SIZE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED);
}

/*
 * Loads rdi with such a page's address. That it was touched once lets the trace
 * find what later crossings will: memory that was freed, not never used.
 */
static void load_page(void)
{
	u64 page = sys_mmap(0, PAGE_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS);

	*(volatile u8 *)page = 0;
	cross_in.word[STATE_DI] = page;
}

void way_renew(const struct way *way)
{
	if (way->prepare == prepare_touch ||
	    way->prepare == prepare_copy_touch)
		renew_page();
}

/* The page fault is no signal's: ring 3 sees a store, and nothing else. */
static void prepare_touch(struct plan *plan)
{
	load_page();
	abi_expect(BY_INT80, &cross_in, cross_in.word[STATE_AX],
		   &plan->expected);
	plan->expected.word[STATE_IP] = (u64)cross_touch_after;
	plan->stub = cross_touch;
	plan->at = cross_touch_at;
	plan->signals = 0;
}

/* The call returns -EFAULT. The sweep begins at ring 0's page fault. */
static void prepare_copy(struct plan *plan)
{
	u64 *in = cross_in.word;

	in[STATE_AX] = __NR_uname;
	in[STATE_DI] = CROSS_UNMAPPED;
	abi_expect(BY_SYSCALL, &cross_in, -EFAULT, &plan->expected);
	plan->stub = cross_syscall;
	plan->at = cross_syscall_at;
	plan->signals = 0;
}

/* The copy goes on after the page fault, and the call succeeds. */
static void prepare_copy_touch(struct plan *plan)
{
	prepare_copy(plan);
	load_page();
	abi_expect(BY_SYSCALL, &cross_in, 0, &plan->expected);
}

/* As Linux's convention of 32-bit code has it. */
static void prepare_vsyscall(struct plan *plan)
{
	u64 *in = cross_in.word;

	in[STATE_AX] = gates[BY_INT80].getpid;
	vsyscall_expect(&cross_in, sys_getpid(), &plan->expected);
	plan->stub = vsyscall;
	plan->at = vsyscall_at;
	plan->signals = 0;
}

/* HAZARD espfix, and HAZARD bad-iret on its stack (sweep/stack16.c). */
static void prepare_stack16(struct plan *plan)
{
	stack16_call(sys_getpid(), &plan->expected);
	plan->stub = cross_stack16;
	plan->at = cross_stack16_at;
	plan->esp_alone = true;
	plan->signals = 0;
}

static void prepare_bad_iret(struct plan *plan)
{
	stack16_bad_frame(&plan->expected);
	plan->stub = cross_syscall;
	plan->at = cross_syscall_at;
	plan->signals = 1;
}

/* Gives every register a value of its own, and lets the way set up the rest. */
void way_plan(const struct way *way, struct plan *plan)
{
	u64 *in = cross_in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = 0x0123456789abcdef * (i + 1);
	in[STATE_FLAGS] = ALWAYS_FLAGS | X86_EFLAGS_CF | way->flags;
	in[STATE_SP] = (u64)cross_stack_end;
	plan->address = 0;
	plan->esp_alone = false;
	sys_selftest(SELFTEST_BARE_GATE,
		     way->bare ? gates[way->gate].entry : ENTRY_NONE);
	if (way->prepare)
		way->prepare(plan);
	else
		prepare_call(way, plan);
}
