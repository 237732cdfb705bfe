/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes ring 0's code once, at boot. So what is off costs no instruction.
 * Places are found by what stands there: a
 * CALL by the function that it reaches, a way out by its five POPs.
 */

#include "hardening/hardening.h"
#include "cpu/text_patch.h"
#include "ptrace.h"
#include "lib/string.h"

#define OPCODE_CALL 0xe8
#define CALL_SIZE 5
#define TABLE_CALL_SIZE 7

extern const u8 __entry_text_start[], __entry_text_end[], __text_end[];
extern const u8 return_to_ring3[], return_to_ring3_32[]; /* hooks.S */

/* POP_REGS ax=%rcx (entry/entry.h) ends so: rcx, rcx, rdx, rsi, rdi. */
static const u8 last_pops[CALL_SIZE] = { 0x59, 0x59, 0x5a, 0x5e, 0x5f };
/* movq PT_CX(%rsp), %rcx: both ways out to 32-bit code. */
static const u8 load_rcx[CALL_SIZE] = { 0x48, 0x8b, 0x4c, 0x24, PT_CX };
static const u8 nop5[CALL_SIZE] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
static const u8 nop2[TABLE_CALL_SIZE - CALL_SIZE] = { 0x66, 0x90 };
/* call *table(,%rsi,8), without the table's address */
static const u8 table_call[] = { 0xff, 0x14, 0xf5 };

static const char *write_call(const u8 *at, const u8 *function)
{
	s32 distance = function - (at + CALL_SIZE);
	u8 bytes[CALL_SIZE] = { OPCODE_CALL };

	memcpy(bytes + 1, &distance, sizeof(distance));
	return text_patch_write(at, bytes, sizeof(bytes));
}

static bool calls(const u8 *at, const u8 *function)
{
	s32 distance = function - (at + CALL_SIZE);

	return *at == OPCODE_CALL && !memcmp(at + 1, &distance,
					     sizeof(distance));
}

const char *patch_calls(const void *function, const void *hook)
{
	const char *error = "entry code does not call what is to be hooked";
	const u8 *at;

	for (at = __entry_text_start; at + CALL_SIZE < __entry_text_end; at++) {
		if (!calls(at, function))
			continue;
		error = write_call(at, hook);
		if (error)
			return error;
	}
	return error;
}

/* In entry code, each sequence of these bytes. */
static const char *patch_all(const u8 bytes[CALL_SIZE], const u8 *hook)
{
	const char *error = "entry code has no way out as expected";
	const u8 *at;

	for (at = __entry_text_start; at + CALL_SIZE < __entry_text_end; at++) {
		if (memcmp(at, bytes, CALL_SIZE))
			continue;
		error = write_call(at, hook);
		if (error)
			return error;
	}
	return error;
}

const char *patch_returns(void)
{
	static bool done;
	const char *error = NULL;

	if (!done)
		error = patch_all(last_pops, return_to_ring3);
	if (!done && !error)
		error = patch_all(load_rcx, return_to_ring3_32);
	done = true;
	return error;
}

const char *patch_open(const void *site)
{
	return text_patch_write(site, nop5, sizeof(nop5));
}

/* The address of a table is sign-extended from 32 bits, as all of ring 0's. */
static bool calls_by(const u8 *at, const void *table)
{
	s32 address = (s64)table;

	return !memcmp(at, table_call, sizeof(table_call)) &&
	       !memcmp(at + sizeof(table_call), &address, sizeof(address));
}

const char *patch_handler_calls(const void *table, const void *hook)
{
	const char *error = "the dispatcher's CALL by its table is not found";
	const u8 *at;

	for (at = __entry_text_start; at + TABLE_CALL_SIZE < __text_end; at++) {
		if (!calls_by(at, table))
			continue;
		error = write_call(at, hook);
		if (!error)
			error = text_patch_write(at + CALL_SIZE, nop2,
						 sizeof(nop2));
		if (error)
			return error;
	}
	return error;
}
