/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of walk: table.c lists the crossings; expect.c, calls.c, returns.c
 * say which registers each loads and which must come back; travel.c makes the
 * crossings and compares; story.c and machine.c print what happened.
 */
#ifndef GATEHOUSE_WALK_H
#define GATEHOUSE_WALK_H

#include "ring3/lib/abi.h"
#include "ring3/lib/caught.h"
#include "gatehouse.h"

#define BIT(n) (1u << (n))

#define USUAL_FLAGS (ALWAYS_FLAGS | X86_EFLAGS_ZF | X86_EFLAGS_PF)

/* One crossing: the registers to load, and the results to expect. */
struct trip {
	enum call_way gate;
	struct machine_state in;

	/* Expected in ring 3, after the crossing. */
	struct machine_state expected;
	unsigned int traps; /* SIGTRAPs on the way, 0 or 1 */
	const u8 *trap_ip;

	/* Expected in ring 0, when it returns. */
	u64 orig_ax, flags; /* pt_regs'; its other fields equal expected */
	bool replaced;	    /* the call loads all of pt_regs anew */
	enum return_path path;
	enum return_reason reason;
};

typedef void trip_prepare_fn(struct trip *trip, u64 argument);

/* How much the story says of a crossing. */
enum detail {
	DETAIL_ROW,	/* nothing: its row in the report is all */
	DETAIL_RETURN,	/* why it is made, and by which return it came back */
	DETAIL_CHANGES, /* the instruction and the call, too; what changed */
	DETAIL_WHOLE,	/* every register before, in ring 0, after */
	DETAIL_ALL,	/* the same, and every field of pt_regs */
};

/* A kind of trip: a row in the report for each of its gates. */
struct trip_kind {
	const char *name;
	const char *why; /* lines of the story, told by its first gate */
	trip_prepare_fn *prepare;
	u64 argument;
	u8 gates; /* BIT(BY_*) */
	u8 needs; /* BIT(NEEDS_*) */
	u8 brief; /* enum detail, by default */
	u8 full;  /* enum detail of walk:full; 0: DETAIL_CHANGES */
};
extern const struct trip_kind trip_kinds[];
extern const size_t trip_kind_count;

enum { NEEDS_OBSERVE, NEEDS_SELFTEST };

/* A value of its own for each register, by its STATE_* number. */
u64 sentinel(unsigned int index);

/* For prepare functions: fills in what trip->in and the call's result give. */
void expect(struct trip *trip, u64 result);
/* Expects IRET in place of the gate's fast return, for this reason. */
void expect_iret(struct trip *trip, enum return_reason reason);
/* Loads argument n (0 to 5) into the gate's register for it. */
void set_argument(struct trip *trip, unsigned int n, u64 value);

/* calls.c; the comment says what argument is. */
trip_prepare_fn trip_getpid;	   /* the bits above the number's 32 */
trip_prepare_fn trip_no_such_call; /* the number */
trip_prepare_fn trip_flags;	   /* RFLAGS, but for what is always set */
trip_prepare_fn trip_single_step;
trip_prepare_fn trip_write_line;
trip_prepare_fn trip_write_from; /* the address */
trip_prepare_fn trip_write_wrapping;
/* returns.c */
trip_prepare_fn trip_sigreturn; /* whether a fast return can load the frame */
trip_prepare_fn trip_set_ip;
trip_prepare_fn trip_set_high; /* the STATE_* of r11 or r12 */
trip_prepare_fn trip_set_rf;

void trip_prepare(struct trip *trip, const struct trip_kind *kind,
		  enum call_way gate);

/* What ring 0 recorded; gate is GATE_NONE on a kernel without observe(). */
extern struct crossing seen;

/*
 * Makes the trip. Call catch_faults() first. The results are in cross_out,
 * caught and seen.
 */
void travel(const struct trip *trip);

/* Returns whether the results are as expected; prints each difference. */
bool arrived(const struct trip *trip);

/* The fields of pt_regs in order, and the STATE_* word that each one holds. */
#define PT_FIELDS (sizeof(struct pt_regs) / sizeof(u64))
#define NOT_STATE 0xff /* orig_ax */
struct pt_field {
	const char *name;
	u8 state;
};
extern const struct pt_field pt_fields[PT_FIELDS];
/* What ring 0 recorded in field i. */
u64 seen_field(size_t i);

/* The story: "#" lines of at most 78 columns. lines: each has its "\n". */
void tell(const char *lines);
void tell_beginning(bool full);
void tell_gate(enum call_way gate, bool full);
void tell_why(const char *title, const char *lines, enum detail detail);
void tell_trip(const struct trip *trip, enum detail detail);
void tell_end(void);

#endif
