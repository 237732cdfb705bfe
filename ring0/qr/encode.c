/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls libqrcodegen as its code expects to be called: on a stack aligned to 16
 * bytes (this file is compiled for one, too), and with a canary in FS's block.
 */

#include "qr/qr.h"
#include <qrcodegen/qrcodegen.h>
#include "cpu_ops.h"
#include "msr-index.h"
#include "task/task.h"

#define STACK 16384

static u8 stack[STACK] __attribute__((aligned(16)));
static u64 fs_block[8]; /* the canary is the sixth word */
static u8 code[qrcodegen_BUFFER_LEN_FOR_VERSION(QR_VERSION)];
static const char *text;
static bool fits;

static void encode(void)
{
	static u8 temporary[sizeof(code)];

	fits = qrcodegen_encodeText(text, temporary, code, qrcodegen_Ecc_LOW,
				    qrcodegen_VERSION_MIN, QR_VERSION,
				    qrcodegen_Mask_AUTO, true);
}

u32 qr_encode(const char *the_text)
{
	u64 fs_base = rdmsr(MSR_FS_BASE);

	text = the_text;
	wrmsr(MSR_FS_BASE, (u64)fs_block);
	call_on_stack((u64)(stack + STACK), encode);
	wrmsr(MSR_FS_BASE, fs_base);
	return fits ? qrcodegen_getSize(code) : 0;
}

bool qr_is_dark(u32 x, u32 y)
{
	return qrcodegen_getModule(code, x, y);
}
