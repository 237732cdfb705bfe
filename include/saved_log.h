/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log of a run, in a variable of the firmware's: ring 0 writes it at its
 * end, and the next start's loader makes a file of it.
 */
#ifndef GATEHOUSE_SAVED_LOG_H
#define GATEHOUSE_SAVED_LOG_H

#include "types.h"

#define SAVED_LOG_NAME u"GatehouseLog"
#define SAVED_LOG_GUID                                                \
	{                                                             \
		0x1c6ed4a5, 0x9e63, 0x4b0e,                           \
		{                                                     \
			0xa4, 0x0c, 0x5d, 0x27, 0x10, 0x8f, 0x93, 0x6b \
		}                                                     \
	}
/* NON_VOLATILE, BOOTSERVICE_ACCESS, RUNTIME_ACCESS: UEFI, "GetVariable()". */
#define SAVED_LOG_ATTRIBUTES 7

#define SAVED_LOG_MAX 0x8000 /* bytes of the variable, at most */
#define SAVED_LOG_FILE 40

struct saved_log {
	u32 crc; /* CRC-32 of all that follows */
	char file[SAVED_LOG_FILE]; /* its name, NUL-terminated */
	u8 gzip[SAVED_LOG_MAX - SAVED_LOG_FILE - sizeof(u32)];
} __attribute__((packed));
#define SAVED_LOG_HEADER offsetof(struct saved_log, gzip)

/*
 * What runtime services read and write lies in memory of the firmware's type,
 * at its physical address: some firmware hands pointers on to SMM.
 */
struct runtime_buffer {
	u16 name[16];
	u8 guid[16];
	u64 answer[3]; /* of QueryVariableInfo */
	struct saved_log log;
};

#endif
