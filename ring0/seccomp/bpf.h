/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Classic BPF as seccomp has it (linux/filter.h): a program that reads the 64
 * bytes of one call's struct seccomp_data and returns what to do. Pure.
 */
#ifndef RING0_SECCOMP_BPF_H
#define RING0_SECCOMP_BPF_H

#include <linux/filter.h>
#include "types.h"

#define BPF_DATA_SIZE 64 /* of struct seccomp_data */

/*
 * true: the program may run. It ends with a return, jumps forward and inside
 * itself alone, so that it ends after at most count steps; it loads from the
 * data, at multiples of 4, and from scratch words that each way to there has
 * written; and it divides by no constant 0. scratch: count words, overwritten.
 */
bool bpf_verify(const struct sock_filter *program, u32 count, u16 *scratch);

/*
 * Runs a program that bpf_verify() allows. Returns what it returns; a division
 * by X = 0 returns 0.
 */
u32 bpf_run(const struct sock_filter *program, const u8 data[BPF_DATA_SIZE]);

#endif
