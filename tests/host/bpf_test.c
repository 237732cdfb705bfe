/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seccomp's filters: what the verifier must refuse, what each operation does,
 * and random programs, which must end and touch nothing but their own: those
 * that the verifier allows run in blocks of exactly their size, under ASan.
 */
#include "seccomp/bpf.c"

#include <string.h>
#include "tap.h"

#define RET(k) BPF_STMT(BPF_RET | BPF_K, k)
#define ABS(k) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, k)
#define CODE(...) ((struct sock_filter[]){ __VA_ARGS__ })
#define COUNT(...) (sizeof(CODE(__VA_ARGS__)) / sizeof(struct sock_filter))
#define ALLOWED(...) allowed(CODE(__VA_ARGS__), COUNT(__VA_ARGS__))
#define REFUSED(...) \
	check(!ALLOWED(__VA_ARGS__), "line %d: is allowed", __LINE__)
#define RETURNS(value, ...) \
	returns(__LINE__, value, CODE(__VA_ARGS__), COUNT(__VA_ARGS__))

static u16 scratch[BPF_MAXINSNS + 1];

static bool allowed(const struct sock_filter *program, u32 count)
{
	return bpf_verify(program, count, scratch);
}

static void returns(int line, u32 value, const struct sock_filter *program,
		    u32 count)
{
	u8 data[BPF_DATA_SIZE];
	u32 i, got;

	for (i = 0; i < sizeof(data); i++)
		data[i] = i;
	if (!check(allowed(program, count), "line %d: is refused", line))
		return;
	got = bpf_run(program, data);
	check(got == value, "line %d: %#x, not %#x", line, got, value);
}

static void refused(void)
{
	static struct sock_filter many[BPF_MAXINSNS + 1];
	u32 i;

	for (i = 0; i <= BPF_MAXINSNS; i++)
		many[i] = (struct sock_filter)RET(1);
	check(allowed(many, BPF_MAXINSNS), "4096 instructions");
	check(!allowed(many, BPF_MAXINSNS + 1), "4097 instructions");
	check(!allowed(many, 0), "none");
	REFUSED(ABS(0));
	REFUSED(BPF_STMT(BPF_JMP | BPF_JA, 0));
	REFUSED(BPF_STMT(BPF_JMP | BPF_JA, 1), RET(0));
	REFUSED(BPF_STMT(BPF_JMP | BPF_JA, (u32)-1), RET(0)); /* a loop */
	REFUSED(BPF_STMT(BPF_JMP | BPF_JA, (u32)-2), RET(0));
	REFUSED(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0), RET(0));
	REFUSED(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1), RET(0));
	REFUSED(ABS(2), RET(0));
	REFUSED(ABS(64), RET(0));
	REFUSED(ABS((u32)-4), RET(0));
	REFUSED(BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 0), RET(0));
	REFUSED(BPF_STMT(BPF_LD | BPF_W | BPF_IND, 0), RET(0));
	REFUSED(BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0), RET(0));
	REFUSED(BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0), RET(0));
	REFUSED(BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 1), RET(0));
	REFUSED(BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 32), RET(0));
	REFUSED(BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 32), RET(0));
	REFUSED(BPF_STMT(BPF_ST, 16), RET(0));
	REFUSED(BPF_STMT(BPF_STX, 16), RET(0));
	REFUSED(BPF_STMT(BPF_ST, 0), BPF_STMT(BPF_LD | BPF_MEM, 16), RET(0));
	REFUSED(BPF_STMT(BPF_LD | BPF_MEM, 0), RET(0));
	REFUSED(BPF_STMT(BPF_ST, 1), BPF_STMT(BPF_LDX | BPF_MEM, 0), RET(0));
	/* Written on one of two ways alone. */
	REFUSED(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
		BPF_STMT(BPF_ST, 3), BPF_STMT(BPF_LD | BPF_MEM, 3), RET(0));
	REFUSED(BPF_STMT(BPF_RET | BPF_X, 0));
	REFUSED(BPF_STMT(0xffff, 0), RET(0));
	REFUSED(RET(0), ABS(0));
	result("the verifier refuses what could go wrong");
}

static void operations(void)
{
	RETURNS(7, RET(7));
	RETURNS(0x07060504, ABS(4), BPF_STMT(BPF_RET | BPF_A, 0));
	RETURNS(0x3f3e3d3c, ABS(60), BPF_STMT(BPF_RET | BPF_A, 0));
	RETURNS(64, BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
		BPF_STMT(BPF_RET | BPF_A, 0));
	RETURNS(64, BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0),
		BPF_STMT(BPF_MISC | BPF_TXA, 0), BPF_STMT(BPF_RET | BPF_A, 0));
#define ALU(op, a, b, value)                                                \
	RETURNS(value, BPF_STMT(BPF_LD | BPF_IMM, a),                       \
		BPF_STMT(BPF_ALU | op | BPF_K, b),                          \
		BPF_STMT(BPF_RET | BPF_A, 0));                              \
	RETURNS(value, BPF_STMT(BPF_LD | BPF_IMM, a),                       \
		BPF_STMT(BPF_LDX | BPF_IMM, b),                             \
		BPF_STMT(BPF_ALU | op | BPF_X, 0),                          \
		BPF_STMT(BPF_RET | BPF_A, 0))
	ALU(BPF_ADD, 0xffffffff, 2, 1);
	ALU(BPF_SUB, 1, 2, 0xffffffff);
	ALU(BPF_MUL, 0x10001, 0x10000, 0x10000);
	ALU(BPF_DIV, 0xfffffffe, 2, 0x7fffffff);
	ALU(BPF_AND, 6, 3, 2);
	ALU(BPF_OR, 6, 3, 7);
	ALU(BPF_XOR, 6, 3, 5);
	ALU(BPF_LSH, 3, 31, 0x80000000);
	ALU(BPF_RSH, 0x80000000, 31, 1);
	RETURNS(0xfffffffb, BPF_STMT(BPF_LD | BPF_IMM, 5),
		BPF_STMT(BPF_ALU | BPF_NEG, 0), BPF_STMT(BPF_RET | BPF_A, 0));
	RETURNS(0, BPF_STMT(BPF_LD | BPF_IMM, 5),
		BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), RET(9));
	RETURNS(5, BPF_STMT(BPF_LD | BPF_IMM, 5), BPF_STMT(BPF_ST, 15),
		BPF_STMT(BPF_LDX | BPF_MEM, 15), BPF_STMT(BPF_STX, 0),
		BPF_STMT(BPF_LD | BPF_IMM, 6), BPF_STMT(BPF_LD | BPF_MEM, 0),
		BPF_STMT(BPF_RET | BPF_A, 0));
	RETURNS(8, BPF_STMT(BPF_LD | BPF_IMM, 8),
		BPF_STMT(BPF_MISC | BPF_TAX, 0), BPF_STMT(BPF_LD | BPF_IMM, 1),
		BPF_STMT(BPF_MISC | BPF_TXA, 0), BPF_STMT(BPF_RET | BPF_A, 0));
	result("each operation");
}

static void jumps(void)
{
#define JUMP(op, a, k, value)                                               \
	RETURNS(value, BPF_STMT(BPF_LD | BPF_IMM, a),                       \
		BPF_STMT(BPF_LDX | BPF_IMM, k),                             \
		BPF_JUMP(BPF_JMP | op | BPF_K, k, 1, 0), RET(0), RET(1));   \
	RETURNS(value, BPF_STMT(BPF_LD | BPF_IMM, a),                       \
		BPF_STMT(BPF_LDX | BPF_IMM, k),                             \
		BPF_JUMP(BPF_JMP | op | BPF_X, 0, 1, 0), RET(0), RET(1))
	JUMP(BPF_JEQ, 5, 5, 1);
	JUMP(BPF_JEQ, 5, 4, 0);
	JUMP(BPF_JGT, 5, 5, 0);
	JUMP(BPF_JGT, 0x80000000, 5, 1);
	JUMP(BPF_JGE, 5, 5, 1);
	JUMP(BPF_JGE, 4, 5, 0);
	JUMP(BPF_JSET, 6, 2, 1);
	JUMP(BPF_JSET, 6, 1, 0);
	RETURNS(2, BPF_STMT(BPF_JMP | BPF_JA, 1), RET(1), RET(2));
	/* Written on both ways. */
	RETURNS(9, BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
		BPF_STMT(BPF_LD | BPF_IMM, 9), BPF_STMT(BPF_ST, 3),
		BPF_STMT(BPF_LD | BPF_MEM, 3), BPF_STMT(BPF_RET | BPF_A, 0));
	result("jumps");
}

#define LONGEST 12

/* Most codes are ones that exist, so that many programs are allowed. */
static struct sock_filter random_instruction(void)
{
	static const u16 codes[] = {
		BPF_LD | BPF_W | BPF_ABS, BPF_LD | BPF_IMM, BPF_LD | BPF_MEM,
		BPF_LDX | BPF_IMM, BPF_LDX | BPF_MEM, BPF_ST, BPF_STX,
		BPF_MISC | BPF_TAX, BPF_MISC | BPF_TXA, BPF_RET | BPF_A,
		BPF_JMP | BPF_JA, BPF_JMP | BPF_JEQ | BPF_K,
		BPF_JMP | BPF_JSET | BPF_X, BPF_ALU | BPF_DIV | BPF_X,
		BPF_ALU | BPF_LSH | BPF_X, BPF_ALU | BPF_DIV | BPF_K,
	};
	u16 code = random_below(20) ?
		codes[random_below(sizeof(codes) / sizeof(*codes))] :
		(u16)random_number();

	return (struct sock_filter){
		.code = code, .jt = random_below(LONGEST / 2),
		.jf = random_below(LONGEST / 2),
		.k = random_below(4) ? 4 * random_below(4) :
				       (u32)random_of_any_size(),
	};
}

static void random_programs(void)
{
	struct sock_filter code[LONGEST], *program;
	u8 data[BPF_DATA_SIZE] = { 1 }, *exact;
	u32 i, count, round, ran = 0;
	u16 *words;

	for (round = 0; round < 2000000; round++) {
		count = 1 + random_below(LONGEST);
		for (i = 0; i < count; i++)
			code[i] = random_instruction();
		code[count - 1].code = BPF_RET | BPF_A;
		program = exact_copy(code, count * sizeof(*code));
		words = malloc(count * sizeof(*words));
		if (bpf_verify(program, count, words)) {
			exact = exact_copy(data, sizeof(data));
			bpf_run(program, exact);
			free(exact);
			ran++;
		}
		free(words);
		free(program);
	}
	check(ran > 10000, "only %u programs were allowed", ran);
	result("random programs end, and read only what is theirs");
}

int main(void)
{
	refused();
	operations();
	jumps();
	random_programs();
	return tap_end();
}
