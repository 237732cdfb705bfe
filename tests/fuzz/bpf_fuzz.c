/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seccomp's filters. The verifier says of short programs what a walk along each
 * of their ways says; what it allows ends, and touches only its own memory.
 */
#include <string.h>
#include "seccomp/bpf.c"
#include "fuzz.h"

#define SHORT 12 /* instructions: at most 4096 ways */

/* What a filter may have, and in the last lines what it may not. */
static const u16 codes[] = {
	BPF_LD | BPF_W | BPF_ABS, BPF_LD | BPF_W | BPF_LEN, BPF_LDX | BPF_IMM,
	BPF_LD | BPF_MEM, BPF_LDX | BPF_MEM, BPF_ST, BPF_STX,
	BPF_MISC | BPF_TAX, BPF_MISC | BPF_TXA, BPF_RET | BPF_K,
	BPF_RET | BPF_A, BPF_ALU | BPF_NEG, BPF_JMP | BPF_JA,
	BPF_ALU | BPF_ADD | BPF_X, BPF_ALU | BPF_SUB | BPF_K,
	BPF_ALU | BPF_DIV | BPF_K, BPF_ALU | BPF_DIV | BPF_X,
	BPF_ALU | BPF_LSH | BPF_K, BPF_ALU | BPF_RSH | BPF_X,
	BPF_JMP | BPF_JEQ | BPF_K, BPF_JMP | BPF_JGE | BPF_X,
	BPF_JMP | BPF_JGT | BPF_K, BPF_JMP | BPF_JSET | BPF_X,
	BPF_LD | BPF_H | BPF_ABS, BPF_LD | BPF_W | BPF_IND,
	BPF_ALU | BPF_MOD | BPF_K, BPF_RET | BPF_X,
};

static u32 byte(struct source *source, u32 below)
{
	return is_left(source) ? *source->next++ % below : 0;
}

/* Few numbers, and the bounds: so that ways meet, and words are read again. */
static u32 operand(struct source *source, u16 code)
{
	static const u32 numbers[] = { 0, 1, BPF_MEMWORDS - 1, BPF_MEMWORDS, 31,
				       32, 60, 62, BPF_DATA_SIZE };

	if (BPF_CLASS(code) == BPF_JMP)
		return byte(source, 4);
	return numbers[byte(source, ARRAY_SIZE(numbers))];
}

static u32 read_program(struct source *source, struct sock_filter *program)
{
	u32 count = 0;

	while (is_left(source) && count < SHORT) {
		struct sock_filter *at = &program[count++];

		at->code = codes[byte(source, ARRAY_SIZE(codes))];
		at->k = operand(source, at->code);
		at->jt = byte(source, 4);
		at->jf = byte(source, 4);
	}
	return count;
}

/*
 * true: each way from here ends in a return, inside the program, and reads no
 * scratch word that it has not written.
 */
static bool ways_are_good(const struct sock_filter *program, u32 count,
			  u32 next, u16 written)
{
	const struct sock_filter *at = &program[next];

	if (next >= count)
		return false;
	if (at->code == (BPF_LD | BPF_MEM) || at->code == (BPF_LDX | BPF_MEM))
		if (at->k >= BPF_MEMWORDS || !(written >> at->k & 1))
			return false;
	if (at->code == BPF_ST || at->code == BPF_STX)
		written |= 1 << at->k % BPF_MEMWORDS;
	if (BPF_CLASS(at->code) == BPF_RET)
		return true;
	if (at->code == (BPF_JMP | BPF_JA))
		return ways_are_good(program, count, next + 1 + at->k, written);
	if (BPF_CLASS(at->code) != BPF_JMP)
		return ways_are_good(program, count, next + 1, written);
	return ways_are_good(program, count, next + 1 + at->jt, written) &&
	       ways_are_good(program, count, next + 1 + at->jf, written);
}

static bool loads_data(const struct sock_filter *program, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (program[i].code == (BPF_LD | BPF_W | BPF_ABS))
			return true;
	return false;
}

/* The blocks have just the size that they must: ASan sees one byte more. */
static void run(const struct sock_filter *program, u32 count)
{
	u8 *zeros = calloc(1, BPF_DATA_SIZE), *ones = malloc(BPF_DATA_SIZE);
	u32 result = bpf_run(program, zeros);

	memset(ones, 0xff, BPF_DATA_SIZE);
	must(bpf_run(program, ones) == result || loads_data(program, count));
	must(bpf_run(program, zeros) == result);
	free(zeros);
	free(ones);
}

/*
 * What the verifier refuses, no matter whether a way leads there: so of a
 * program that it refuses for its operands, a walk may say nothing.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = { data, data + size };
	struct sock_filter most[SHORT], *program;
	u32 count = read_program(&source, most), i;
	u16 *scratch = malloc(count * sizeof(*scratch));
	bool good = count && BPF_CLASS(most[count - 1].code) == BPF_RET;

	program = malloc(count * sizeof(*program));
	memcpy(program, most, count * sizeof(*program));
	for (i = 0; i < count; i++)
		good &= is_allowed(program[i].code) &&
			operands_are_good(&program[i], count - 1 - i);
	must(bpf_verify(program, count, scratch) ==
	     (good && ways_are_good(program, count, 0, 0)));
	if (bpf_verify(program, count, scratch))
		run(program, count);
	free(program);
	free(scratch);
	return 0;
}
