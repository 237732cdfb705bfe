/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of hostile. Each has rows; a row makes attempts, each of which
 * must come to just one outcome. attempt.c makes them and keeps the account.
 */
#ifndef GATEHOUSE_HOSTILE_H
#define GATEHOUSE_HOSTILE_H

#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/cpu.h"
#include "segment.h"
#include "trapnr.h"

#define NONCANONICAL (1ul << 63) /* with 4 levels and with 5 */

#define ERROR_IDT 2 /* of a selector error code: the index is a vector */

/* m16:32, as far jumps and LSS take it. */
struct far_pointer {
	u32 offset;
	u16 selector;
} __attribute__((packed));

/* The bits of a page fault's error code (SDM vol. 3, "Interrupt 14"). */
enum {
	PF_PRESENT = 1 << 0,
	PF_WRITE = 1 << 1,
	PF_USER = 1 << 2,
	PF_FETCH = 1 << 4,
};

/* No exception: the crossing came back by itself. */
#define NO_TRAP 0xff

/* What comes of an attempt: an exception, or none (all 0 but trapno). */
struct outcome {
	u64 trapno; /* X86_TRAP_*, or NO_TRAP */
	u64 error_code;
	u64 ip;
	u64 address; /* CR2, of #PF alone */
};

struct row {
	const char *name;
	void (*run)(void);
	const char *finding; /* what a CPU does that departs as foreseen */
};

struct group {
	const char *name;
	const struct row *rows;
	size_t count;
};
extern const struct group privileged_group, sweep_group, selector_group,
	address_group, stack_group, frame_group, attack_group, count_group,
	leftover_group, ldt_group, own_stack_group, memory_group,
	exception_group;

/* One stub: popfq, what is attempted, a jump to cross_landing. */
typedef void attempt_stub(void);
#define STUB_AT(stub) ((u64)(stub) + 1) /* behind the popfq */

/* A stub as an asm statement at file level; its name for C. */
#define ATTEMPT_STUB(name, instruction)          \
	asm(".pushsection .text.attempt, \"ax\"\n" \
	    ".globl " #name "\n"                 \
	    #name ": popfq\n"                    \
	    instruction "\n"                     \
	    "jmp cross_landing\n"                \
	    ".popsection");                      \
	void name(void)

/* All registers get values of their own, rsp a good one, for a new attempt. */
void attempt_load(void);
/* Executes stub with cross_in. */
void attempt(attempt_stub *stub);

/* The usual outcomes, at the stub's instruction. */
struct outcome no_trap(void);
struct outcome fault_at(attempt_stub *stub, u64 trapno, u64 error_code);

/*
 * Compares what was caught with what must have been. departure: what a CPU
 * that departs from the manuals does; NULL: nothing else is foreseen. what:
 * names the attempt, with key, when it is wrong.
 */
void judge(const char *what, u64 key, const struct outcome *expected,
	   const struct outcome *departure);
/* Anything else that must hold. */
void judge_that(bool holds, const char *what, u64 key);
/* The row shows nothing here, unless an attempt is wrong. reason is kept. */
void row_skip(const char *reason);

/* hostile:GROUP:all: each selector, and each port by each width. */
extern bool sweep_all;

/* Runs a group's rows. */
void run_group(const struct group *group);

/* Does what ring 0 must end the program for. false: no such kind. */
bool hostile_ending(const char *kind);

/*
 * frames.c: a frame that returns to cross_elsewhere with cross_in's registers,
 * to be changed; and rt_sigreturn with it.
 */
struct sigcontext *hostile_frame(void);
void attempt_frame(enum call_way gate);

/* Whether all of cross_out is as expected. */
bool state_is(const struct machine_state *expected);

/*
 * counts.c: whether an interrupt comes within so many turns of a loop. A_WHILE:
 * many ticks, if there are any, at TICK_HZ.
 */
bool interrupted(u64 turns);
#define TICK_HZ 1000
#define A_WHILE 4000000ul

/* selectors.c: 32-bit code that jumps to cross_landing, in 64-bit code. */
extern const u8 from_code32[];
/* attack_compat.c: enters 32-bit code by a far jump. */
void attempt_compat(const u8 *code);

/*
 * ldt.c: what a descriptor is to be, in modify_ldt's terms; its selector; and
 * what the program had at its start.
 */
struct user_desc ldt_segment(u32 entry, u64 base, unsigned int contents);
bool ldt_set(const struct user_desc *info);
void ldt_note_start(void);
#define LDT_SELECTOR(entry) ((entry) << 3 | SEL_TI | 3)

/* ldt_stack.c and ldt_segments.c: rows of the LDT's */
void stack16_int80(void);
void stack16_sigreturn(void);
void stack16_signal(void);
void stack16_step(void);
void stack16_tick(void);
void segments_seen(void);
void segments_reloaded(void);
void segments_in_use(void);
void segments_stack_absent(void);
void segments_memory(void);

/* Why a row of the attacks shows nothing. */
#define SURVIVED "survived; the attack cannot occur on this machine, because "
/* attacks.c: it is QEMU's TCG. */
bool emulated(void);

/* attack_*.c, rows of the attacks */
void attack_mov_ss(void);
void attack_nmi_stack(void);
void attack_live_code(void);
void attack_speculation(void);
void attack_compat_int(void);
void attack_no_int80(void);
void attack_upper_halves(void);
void attack_sysret_ss(void);
void attack_interrupts(void);

#endif
