/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI, written as the registers before and the registers after: what each
 * gate takes, what comes back, and by which return.
 */
#include <asm/processor-flags.h>
#include <unistd_32.h>
#include <unistd_64.h>
#include "segment.h"
#include "walk.h"

const struct gate_info gates[GATES] = {
	[GATE_SYSCALL] = {
		.name = "syscall",
		.instruction = "syscall",
		.stub = cross_syscall,
		.at = cross_syscall_at,
		.behind = cross_syscall_behind,
		.stepped = cross_syscall_stepped,
		.getpid = __NR_getpid,
		.write = __NR_write,
		.selftest = __NR_selftest,
		.arguments = { STATE_DI, STATE_SI, STATE_DX,
			       STATE_R10, STATE_R8, STATE_R9 },
	},
	[GATE_SYSENTER] = {
		.name = "sysenter",
		.instruction = "sysenter",
		.stub = cross_sysenter,
		.at = cross_sysenter_at,
		.behind = cross_sysenter_behind,
		.stepped = cross_sysenter_stepped,
		.getpid = __NR_getpid,
		.write = __NR_write,
		.selftest = __NR_selftest,
		.arguments = { STATE_DI, STATE_SI, STATE_R11,
			       STATE_R10, STATE_R8, STATE_R9 },
	},
	[GATE_INT80] = {
		.name = "int 0x80",
		.instruction = "int $0x80",
		.stub = cross_int80,
		.at = cross_int80_at,
		.behind = cross_int80_behind,
		.stepped = cross_int80_stepped,
		.getpid = __NR_ia32_getpid,
		.write = __NR_ia32_write,
		.selftest = __NR_ia32_selftest,
		.arguments = { STATE_BX, STATE_CX, STATE_DX,
			       STATE_SI, STATE_DI, STATE_BP },
	},
};

/* Register n holds n in the high digit of each byte, and the byte's number. */
u64 sentinel(unsigned int index)
{
	return 0x0001020304050607 + (index - STATE_AX) * 0x1010101010101010u;
}

/* Every register a value of its own; SYSENTER's way back in rdx and rcx. */
static void load_sentinels(struct trip *trip)
{
	u64 *in = trip->in.word;

	for (unsigned int i = STATE_AX; i <= STATE_R15; i++)
		in[i] = sentinel(i);
	in[STATE_FLAGS] = USUAL_FLAGS;
	in[STATE_SP] = (u64)cross_stack_end;
	if (trip->gate == GATE_SYSENTER) {
		in[STATE_DX] = (u64)gates[GATE_SYSENTER].behind;
		in[STATE_CX] = in[STATE_SP];
	}
}

/* The ABI: what comes of in, when the call's result is result. */
void expect(struct trip *trip, u64 result)
{
	const u64 *in = trip->in.word;
	u64 *out = trip->expected.word;

	trip->expected = trip->in;
	out[STATE_AX] = result;
	out[STATE_CS] = SEL_USER_CODE;
	out[STATE_SS] = SEL_USER_DATA;
	trip->orig_ax = in[STATE_AX];
	out[STATE_IP] = (u64)gates[trip->gate].behind;
	trip->flags = in[STATE_FLAGS];
	switch (trip->gate) {
	case GATE_SYSCALL:
		out[STATE_CX] = out[STATE_IP];
		out[STATE_R11] = in[STATE_FLAGS];
		trip->path = RETURN_SYSRET;
		trip->reason = RETURN_FAST;
		break;
	case GATE_SYSENTER:
		out[STATE_SS] = SEL_USER_DATA_SYSEXITQ;
		trip->path = RETURN_SYSEXIT;
		trip->reason = RETURN_FAST;
		break;
	default:
		trip->path = RETURN_IRET;
		trip->reason = RETURN_NO_FAST;
	}
}

/* The gates that have a fast return do not get it, for this reason. */
void expect_iret(struct trip *trip, enum return_reason reason)
{
	trip->path = RETURN_IRET;
	if (trip->gate != GATE_INT80)
		trip->reason = reason;
}

void set_argument(struct trip *trip, unsigned int n, u64 value)
{
	trip->in.word[gates[trip->gate].arguments[n]] = value;
}

void trip_prepare(struct trip *trip, const struct trip_kind *kind,
		  enum gate gate)
{
	*trip = (struct trip){ .gate = gate };
	load_sentinels(trip);
	kind->prepare(trip, kind->argument);
}
