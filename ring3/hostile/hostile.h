/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of hostile. Each has rows; a row makes attempts, each of which must
 * have one certain outcome. attempt.c makes them and counts.
 */
#ifndef GATEHOUSE_HOSTILE_H
#define GATEHOUSE_HOSTILE_H

#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "ring3/lib/cpu.h"
#include "segment.h"
#include "trapnr.h"

#define NONCANONICAL (1ul << 63) /* with 4 levels and with 5 */

#define ERROR_IDT 2 /* in a selector's error code: the index is a vector */

/* m16:32, the operand of far jumps and LSS. */
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

/* There was no exception. */
#define NO_TRAP 0xff

/* An attempt's outcome: an exception, or none (then all but trapno is 0). */
struct outcome {
	u64 trapno; /* X86_TRAP_*, or NO_TRAP */
	u64 error_code;
	u64 ip;
	u64 address; /* CR2, for #PF only */
};

struct row {
	const char *name;
	void (*run)(void);
	const char *finding; /* what a CPU does that departs from the manuals */
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

/* A stub is popfq, the attempted instruction, and a jump to cross_landing. */
typedef void attempt_stub(void);
#define STUB_AT(stub) ((u64)(stub) + 1) /* after the popfq */

/* Defines a stub, as an asm statement at file level, and declares it for C. */
#define ATTEMPT_STUB(name, instruction)          \
	asm(".pushsection .text.attempt, \"ax\"\n" \
	    ".globl " #name "\n"                 \
	    #name ": popfq\n"                    \
	    instruction "\n"                     \
	    "jmp cross_landing\n"                \
	    ".popsection");                      \
	void name(void)

/* Gives cross_in a value of its own for each register, and a good rsp. */
void attempt_load(void);
/* Executes the stub with cross_in's registers. */
void attempt(attempt_stub *stub);

/* The usual outcomes: none, and an exception at the stub's instruction. */
struct outcome no_trap(void);
struct outcome fault_at(attempt_stub *stub, u64 trapno, u64 error_code);

/*
 * Compares what was caught with the expected outcome. departure: the outcome on
 * a CPU that is known to depart from the manuals; NULL: there is none. what and
 * key name the attempt when it is wrong.
 */
void judge(const char *what, u64 key, const struct outcome *expected,
	   const struct outcome *departure);
/* Counts an attempt that is right if the condition holds. */
void judge_that(bool holds, const char *what, u64 key);
/* Makes the row a SKIP, unless an attempt is wrong. Keeps the pointer. */
void row_skip(const char *reason);

/* hostile:GROUP:all tries each selector, and each port by each width. */
extern bool sweep_all;

/* Runs a group's rows. */
void run_group(const struct group *group);

/* Does what ring 0 must end the program for. Returns false for no such kind. */
bool hostile_ending(const char *kind);

/*
 * frames.c: makes a frame that returns to cross_elsewhere with cross_in's
 * registers, which the caller may change; and calls rt_sigreturn with it.
 */
struct sigcontext *hostile_frame(void);
void attempt_frame(enum call_way gate);

/* Returns whether all of cross_out is as expected. */
bool state_is(const struct machine_state *expected);

/*
 * counts.c: returns whether an interrupt comes within so many turns of a loop.
 * A_WHILE turns take longer than many ticks at TICK_HZ.
 */
bool interrupted(u64 turns);
#define TICK_HZ 1000
#define A_WHILE 4000000ul

/* selectors.c: 32-bit code that jumps to cross_landing, in 64-bit code. */
extern const u8 from_code32[];
/* attack_compat.c: an attempt that enters 32-bit code by a far jump. */
void attempt_compat(const u8 *code);

/*
 * ldt.c: makes a descriptor in modify_ldt's terms, writes it to the LDT and
 * returns its selector; records what the program finds at its start.
 */
struct user_desc ldt_segment(u32 entry, u64 base, unsigned int contents);
bool ldt_set(const struct user_desc *info);
void ldt_note_start(void);
#define LDT_SELECTOR(entry) ((entry) << 3 | SEL_TI | 3)

/* ldt_stack.c and ldt_segments.c: rows of ldt.c's group */
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

/* How a SKIP of the attacks begins. */
#define SURVIVED "survived; the attack cannot occur on this machine, because "
/* attacks.c: returns whether this is QEMU's TCG. */
bool emulated(void);

/* attack_*.c: rows of attacks.c's group */
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
