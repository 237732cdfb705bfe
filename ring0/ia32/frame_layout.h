/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lies on 32-bit code's stack while a handler runs (Linux's
 * arch/x86/include/asm/sigframe.h). The FPU's part comes after either frame.
 */
#ifndef RING0_IA32_FRAME_LAYOUT_H
#define RING0_IA32_FRAME_LAYOUT_H

#include <asm/sigcontext.h>
#include "ia32/compat.h"

/* pop %eax, mov $number, %eax, int $0x80: for debuggers; it cannot run. */
struct retcode {
	u16 popl_movl;
	u32 number;
	u16 int80;
} __attribute__((packed));

struct sigframe_ia32 {
	u32 pretcode; /* the handler's return address: the restorer */
	s32 sig;
	struct sigcontext_32 sc; /* oldmask: of signals 1 to 32 */
	struct _fpstate_32 fpstate_unused;
	u32 extramask; /* of signals 33 to 64 */
	struct retcode retcode;
};
_Static_assert(sizeof(struct sigcontext_32) == 88, "sigcontext_32");
_Static_assert(offsetof(struct sigframe_ia32, retcode) == 8 + 88 + 624 + 4,
	       "sigframe_ia32");

/* The part of siginfo that faults and kill fill in. */
struct compat_siginfo {
	s32 si_signo;
	s32 si_errno;
	s32 si_code;
	union {
		u32 addr;
		s32 pid;
	};
	u32 uid;
	u32 unused[27];
};
COMPAT_SIZE(compat_siginfo, 128);

struct ucontext_ia32 {
	u32 uc_flags;
	u32 uc_link;
	struct compat_sigaltstack uc_stack;
	struct sigcontext_32 uc_mcontext;
	compat_u64 uc_sigmask;
};
COMPAT_SIZE(ucontext_ia32, 116);

struct rt_sigframe_ia32 {
	u32 pretcode;
	s32 sig;
	u32 pinfo; /* &info */
	u32 puc;   /* &uc */
	struct compat_siginfo info;
	struct ucontext_ia32 uc;
	struct retcode retcode;
};
COMPAT_SIZE(rt_sigframe_ia32, 16 + 128 + 116 + 8);

#endif
