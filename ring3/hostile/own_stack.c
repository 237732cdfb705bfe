/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stacks that change during a call. There is no second thread to change them,
 * so ring 0 does: the program asks it to write its answer, its record of the
 * crossing, or a signal's frame over the caller's stack.
 */
#include <asm/prctl.h>
#include <unistd_32.h>
#include "ring3/lib/signal.h"
#include "ring3/lib/sys.h"
#include "hostile.h"
#include "lib/string.h"

#define FS_UNTIL_NOW 0
#define ROOM 2048 /* bytes of stack above rsp */

/* The gate as in a function: RET follows, so the stack says where to go on. */
ATTEMPT_STUB(ret_syscall, "syscall\n"
			  "ret");
ATTEMPT_STUB(ret_sysenter, "sysenter\n"
			   "ret_sysenter_after: ret");
ATTEMPT_STUB(ret_int80, "int $0x80\n"
			"ret");
extern const u8 ret_sysenter_after[];

static void (*const ret_stub[WAYS_64])(void) = {
	[BY_SYSCALL] = ret_syscall,
	[BY_SYSENTER] = ret_sysenter,
	[BY_INT80] = ret_int80,
};
#define GATE_SIZE 2 /* bytes of each of these instructions */

/* Loads a call, with room around rsp for what ring 0 writes. Returns rsp. */
static u64 load_call(enum call_way gate, u64 number)
{
	sys_getpid(); /* SYSCALL loads the ss that int 0x80 must give back */
	attempt_load();
	cross_in.word[STATE_AX] = number;
	cross_in.word[STATE_SP] = (u64)cross_stack_end - ROOM;
	abi_name_return(gate, &cross_in);
	return cross_in.word[STATE_SP];
}

/* RET must go to cross_elsewhere, with all other registers as expected. */
static void cross_and_return(enum call_way gate, u64 answer)
{
	struct machine_state expected;

	if (gate == BY_SYSENTER)
		cross_in.word[STATE_DX] = (u64)ret_sysenter_after;
	abi_expect(gate, &cross_in, answer, &expected);
	if (gate == BY_SYSCALL)
		expected.word[STATE_CX] = STUB_AT(ret_syscall) + GATE_SIZE;
	expected.word[STATE_IP] = (u64)cross_elsewhere;
	expected.word[STATE_SP] += sizeof(u64);
	attempt(ret_stub[gate]);
	judge_that(!caught.count && state_is(&expected), gates[gate].name,
		   cross_out.word[STATE_IP]);
}

/* arch_prctl() writes FS's base over the return address. */
static void answer_is_return_address(void)
{
	for (enum call_way gate = 0; gate < BY_INT80; gate++) {
		if (gate_lacks(gate))
			continue;
		sys_arch_prctl(ARCH_SET_FS, (u64)cross_elsewhere);
		cross_in.word[STATE_SI] = load_call(gate, __NR_arch_prctl);
		cross_in.word[STATE_DI] = ARCH_GET_FS;
		cross_and_return(gate, 0);
		sys_arch_prctl(ARCH_SET_FS, FS_UNTIL_NOW);
	}
}

/*
 * Ring 0 writes the record of a crossing over its caller's stack, so that the
 * record's field for rbx becomes the return address.
 */
static void record_over_stack(enum call_way gate)
{
	long pid = sys_getpid();
	u64 sp = load_call(gate, gates[gate].getpid);
	struct crossing *record =
		(void *)(sp - offsetof(struct crossing, regs.bx));

	cross_in.word[STATE_BX] = (u64)cross_elsewhere;
	sys_observe(record);
	cross_and_return(gate, pid);
	judge_that(record->regs.gate == gates[gate].gate &&
			   record->regs.sp == sp &&
			   record->regs.ax == (u64)pid &&
			   record->regs.r15 == cross_in.word[STATE_R15],
		   "the record, rsp", record->regs.sp);
}

static void records_over_stack(void)
{
	for (enum call_way gate = 0; gate < WAYS_64; gate++)
		if (!gate_lacks(gate))
			record_over_stack(gate);
}

/* The record must hold what the return loads, not the handler's arguments. */
static void record_from_compat(enum call_way gate)
{
	static struct crossing record;
	struct machine_state expected;
	const u64 *out = expected.word;
	long pid = sys_getpid();

	load_call(gate, gates[gate].getpid);
	abi_expect(gate, &cross_in, pid, &expected);
	record = (struct crossing){ .regs.gate = GATE_NONE };
	sys_observe(&record);
	attempt(gates[gate].stub);
	abi_allow(gate, &cross_out, &expected);
	judge_that(!caught.count && state_is(&expected) &&
			   record.regs.gate == gates[gate].gate &&
			   record.regs.cs == out[STATE_CS] &&
			   (u32)record.regs.cx == (u32)out[STATE_CX] &&
			   (u32)record.regs.bp == (u32)out[STATE_BP],
		   gates[gate].name, record.regs.gate);
}

static void records_from_compat(void)
{
	for (enum call_way gate = WAYS_64; gate < WAYS; gate++)
		if (!gate_lacks(gate))
			record_from_compat(gate);
}

static u32 uname_number(enum call_way gate)
{
	return gates[gate].ia32 ? __NR_ia32_uname : __NR_uname;
}

/*
 * Ring 0 writes the call's answer, and then, since TF is set, the trap's signal
 * frame to the same place. The handler and rt_sigreturn must find that frame.
 */
static void frame_over_answer(enum call_way gate, s64 offset)
{
	struct machine_state expected;
	u64 sp = load_call(gate, uname_number(gate));
	u64 frame = signal_frame_below(sp);

	cross_in.word[gates[gate].arguments[0]] = frame + offset;
	cross_in.word[STATE_FLAGS] |= X86_EFLAGS_TF;
	abi_expect(gate, &cross_in, 0, &expected);
	expected.word[STATE_FLAGS] &= ~X86_EFLAGS_TF;
	attempt(gates[gate].stub);
	abi_allow(gate, &cross_out, &expected);
	judge_that(caught.count == 1 && caught.trapno == X86_TRAP_DB &&
			   caught.ip == (u64)gates[gate].stepped &&
			   caught.sp == sp && state_is(&expected),
		   gates[gate].name, offset);
}

static void frames_over_answers(void)
{
	const s64 size = sizeof(struct signal_frame);

	for (enum call_way gate = 0; gate < WAYS; gate++) {
		if (gate_lacks(gate))
			continue;
		for (s64 offset = -size; offset < size; offset += 8)
			frame_over_answer(gate, offset);
	}
}

/* rt_sigaction() writes the old action over all or part of the new one. */
static void actions_overlap_by(s64 offset)
{
	static const struct sigaction first = {
		.sa_handler = (__sighandler_t)0x1111, .sa_flags = SA_RESTORER,
	}, second = {
		.sa_handler = (__sighandler_t)0x2222, .sa_flags = SA_RESTORER,
		.sa_mask = 0x2222, /* without SIGKILL */
	};
	struct sigaction stack[3], now;
	struct sigaction *new = &stack[1], *old = (void *)new + offset;

	sys_rt_sigaction(SIGUSR1, &first);
	*new = second;
	judge_that(!call_syscall(__NR_rt_sigaction, SIGUSR1, (u64)new, (u64)old,
				 sizeof(first.sa_mask), 0, 0) &&
			   !memcmp(old, &first, sizeof(first)),
		   "the old action, offset", offset);
	call_syscall(__NR_rt_sigaction, SIGUSR1, 0, (u64)&now,
		     sizeof(first.sa_mask), 0, 0);
	judge_that(!memcmp(&now, &second, sizeof(second)),
		   "the new action, offset", offset);
}

static void actions_overlap(void)
{
	static const struct sigaction none;
	const s64 size = sizeof(struct sigaction);

	for (s64 offset = -size; offset <= size; offset++)
		actions_overlap_by(offset);
	sys_rt_sigaction(SIGUSR1, &none);
}

/* write() of the text that rsp points to. */
static void stack_is_argument(void)
{
	static const char text[] = "# written from where rsp points\n";
	struct machine_state expected;

	for (enum call_way gate = 0; gate < WAYS; gate++) {
		const u8 *argument = gates[gate].arguments;
		u64 sp;

		if (gate_lacks(gate))
			continue;
		sp = load_call(gate, gates[gate].write);
		memcpy((void *)sp, text, sizeof(text));
		cross_in.word[argument[0]] = STDOUT;
		cross_in.word[argument[1]] = sp;
		cross_in.word[argument[2]] = strlen(text);
		abi_expect(gate, &cross_in, strlen(text), &expected);
		attempt(gates[gate].stub);
		abi_allow(gate, &cross_out, &expected);
		judge_that(!caught.count && state_is(&expected),
			   gates[gate].name, cross_out.word[STATE_AX]);
	}
}

static const struct row rows[] = {
	{ "an answer in the place of the caller's return address",
	  answer_is_return_address, NULL },
	{ "a record over the caller's stack and return address",
	  records_over_stack, NULL },
	{ "a record of a crossing from 32-bit code", records_from_compat,
	  NULL },
	{ "a signal's frame over the answer of the call before",
	  frames_over_answers, NULL },
	{ "an old action over the new one: every overlap", actions_overlap,
	  NULL },
	{ "what is written is the stack itself", stack_is_argument, NULL },
};

const struct group own_stack_group = { "own-stack", rows, ARRAY_SIZE(rows) };
