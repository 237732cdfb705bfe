/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The verifier and the interpreter of seccomp's filters. The rules are Linux's
 * (seccomp_check_filter(), bpf_check_classic()), so a filter that loads there
 * loads here.
 */

#include "seccomp/bpf.h"

#define SHIFT_MAX 31

/* The operations that a filter may have, but for their operands. */
static bool is_allowed(u16 code)
{
	switch (code) {
	case BPF_LD | BPF_W | BPF_ABS:
	case BPF_LD | BPF_W | BPF_LEN:
	case BPF_LDX | BPF_W | BPF_LEN:
	case BPF_LD | BPF_IMM:
	case BPF_LDX | BPF_IMM:
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
	case BPF_MISC | BPF_TAX:
	case BPF_MISC | BPF_TXA:
	case BPF_RET | BPF_K:
	case BPF_RET | BPF_A:
	case BPF_ALU | BPF_NEG:
	case BPF_JMP | BPF_JA:
		return true;
	}
	switch (code & ~BPF_X) {
	case BPF_ALU | BPF_ADD:
	case BPF_ALU | BPF_SUB:
	case BPF_ALU | BPF_MUL:
	case BPF_ALU | BPF_DIV:
	case BPF_ALU | BPF_AND:
	case BPF_ALU | BPF_OR:
	case BPF_ALU | BPF_XOR:
	case BPF_ALU | BPF_LSH:
	case BPF_ALU | BPF_RSH:
	case BPF_JMP | BPF_JEQ:
	case BPF_JMP | BPF_JGE:
	case BPF_JMP | BPF_JGT:
	case BPF_JMP | BPF_JSET:
		return true;
	}
	return false;
}

/* left: instructions after this one. A jump forward by no more stays inside. */
static bool operands_are_good(const struct sock_filter *at, u32 left)
{
	switch (at->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return at->k < BPF_DATA_SIZE && at->k % sizeof(u32) == 0;
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
		return at->k < BPF_MEMWORDS;
	case BPF_ALU | BPF_DIV | BPF_K:
		return at->k != 0;
	case BPF_ALU | BPF_LSH | BPF_K:
	case BPF_ALU | BPF_RSH | BPF_K:
		return at->k <= SHIFT_MAX;
	case BPF_JMP | BPF_JA:
		return at->k < left;
	}
	return BPF_CLASS(at->code) != BPF_JMP ||
	       (at->jt < left && at->jf < left);
}

static bool loads_scratch(u16 code)
{
	return code == (BPF_LD | BPF_MEM) || code == (BPF_LDX | BPF_MEM);
}

/*
 * valid: a bit for each scratch word that is written on every way to here. It
 * is handed on to where a jump leads, in written[], which starts as all ones.
 */
static bool scratch_is_written(const struct sock_filter *program, u32 count,
			       u16 *written)
{
	u16 valid = 0;
	u32 i;

	for (i = 0; i < count; i++)
		written[i] = 0xffff;
	for (i = 0; i < count; i++) {
		const struct sock_filter *at = &program[i];

		valid &= written[i];
		if (loads_scratch(at->code) && !(valid & 1 << at->k))
			return false;
		if (at->code == BPF_ST || at->code == BPF_STX)
			valid |= 1 << at->k;
		if (BPF_CLASS(at->code) == BPF_JMP) {
			bool always = BPF_OP(at->code) == BPF_JA;

			written[i + 1 + (always ? at->k : at->jt)] &= valid;
			written[i + 1 + (always ? at->k : at->jf)] &= valid;
			valid = 0xffff; /* nobody falls through to the next */
		} else if (BPF_CLASS(at->code) == BPF_RET) {
			valid = 0xffff;
		}
	}
	return true;
}

bool bpf_verify(const struct sock_filter *program, u32 count, u16 *scratch)
{
	u32 i;

	if (!count || count > BPF_MAXINSNS)
		return false;
	for (i = 0; i < count; i++)
		if (!is_allowed(program[i].code) ||
		    !operands_are_good(&program[i], count - 1 - i))
			return false;
	if (BPF_CLASS(program[count - 1].code) != BPF_RET)
		return false;
	return scratch_is_written(program, count, scratch);
}

struct machine {
	u32 a, x;
	u32 memory[BPF_MEMWORDS];
};

static void calculate(struct machine *machine, u16 op, u32 operand)
{
	switch (op) {
	case BPF_ADD:
		machine->a += operand;
		break;
	case BPF_SUB:
		machine->a -= operand;
		break;
	case BPF_MUL:
		machine->a *= operand;
		break;
	case BPF_DIV:
		machine->a /= operand;
		break;
	case BPF_AND:
		machine->a &= operand;
		break;
	case BPF_OR:
		machine->a |= operand;
		break;
	case BPF_XOR:
		machine->a ^= operand;
		break;
	case BPF_LSH:
		machine->a <<= operand & SHIFT_MAX;
		break;
	case BPF_RSH:
		machine->a >>= operand & SHIFT_MAX;
		break;
	default:
		machine->a = -machine->a;
	}
}

static bool compare(u32 a, u16 op, u32 operand)
{
	switch (op) {
	case BPF_JEQ:
		return a == operand;
	case BPF_JGE:
		return a >= operand;
	case BPF_JGT:
		return a > operand;
	default:
		return a & operand;
	}
}

static u32 load(const struct machine *machine, const struct sock_filter *at,
		const u8 *data)
{
	u32 word;

	switch (BPF_MODE(at->code)) {
	case BPF_ABS:
		__builtin_memcpy(&word, data + at->k, sizeof(word));
		return word;
	case BPF_LEN:
		return BPF_DATA_SIZE;
	case BPF_MEM:
		return machine->memory[at->k];
	default:
		return at->k;
	}
}

/* All but jumps and returns. */
static void step(struct machine *machine, const struct sock_filter *at,
		 u32 operand, const u8 *data)
{
	switch (BPF_CLASS(at->code)) {
	case BPF_LD:
		machine->a = load(machine, at, data);
		break;
	case BPF_LDX:
		machine->x = load(machine, at, data);
		break;
	case BPF_ST:
		machine->memory[at->k] = machine->a;
		break;
	case BPF_STX:
		machine->memory[at->k] = machine->x;
		break;
	case BPF_ALU:
		calculate(machine, BPF_OP(at->code), operand);
		break;
	default:
		if (BPF_MISCOP(at->code) == BPF_TAX)
			machine->x = machine->a;
		else
			machine->a = machine->x;
	}
}

u32 bpf_run(const struct sock_filter *program, const u8 data[BPF_DATA_SIZE])
{
	struct machine machine = { 0 };
	const struct sock_filter *at;

	for (at = program;; at++) {
		bool by_x = BPF_SRC(at->code) == BPF_X;
		u32 operand = by_x ? machine.x : at->k;

		if (BPF_CLASS(at->code) == BPF_RET)
			return BPF_RVAL(at->code) == BPF_A ? machine.a : at->k;
		if (at->code == (BPF_ALU | BPF_DIV | BPF_X) && !machine.x)
			return 0;
		if (BPF_CLASS(at->code) != BPF_JMP)
			step(&machine, at, operand, data);
		else if (BPF_OP(at->code) == BPF_JA)
			at += at->k;
		else
			at += compare(machine.a, BPF_OP(at->code), operand) ?
				      at->jt :
				      at->jf;
	}
}
