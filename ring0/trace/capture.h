/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies what a call's arguments point to into the record of the call. */
#ifndef RING0_TRACE_CAPTURE_H
#define RING0_TRACE_CAPTURE_H

#include "trace/record.h"

#define SHOWN_BYTES 32 /* of a buffer; strace's -s */
#define SHOWN_ELEMENTS 32 /* of an array */

/* A record in the making, for which there are RECORD_MAX bytes. */
struct capturing {
	struct ring_entry *record;
	const u64 *argument; /* six */
	u8 index;	     /* the one whose memory is to be copied */
	s64 result;	     /* after the handler */
};

/*
 * Each copies what argument index points to, or nothing if it is not mapped:
 * a string with its end; as many bytes as the next argument says, or as the
 * result says; an array of struct iovec, with what it points to; one of struct
 * pollfd; size bytes of anything.
 */
void capture_string(struct capturing *to);
void capture_bytes(struct capturing *to);
void capture_result_bytes(struct capturing *to);
void capture_iovec(struct capturing *to);
void capture_iovec_32(struct capturing *to);
void capture_result_iovec(struct capturing *to);
void capture_pollfds(struct capturing *to);
void capture_memory(struct capturing *to, u64 user, u64 size, u8 part);
/* How many names getdents64 has written, as a u64. */
void capture_dirents(struct capturing *to);

#endif
