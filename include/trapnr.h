/* SPDX-License-Identifier: BSD-2-Clause */
/* Exception vectors. A signal frame's trapno has them, too. */
#ifndef GATEHOUSE_TRAPNR_H
#define GATEHOUSE_TRAPNR_H

/* The architecture's vectors, by Linux's names. */
enum {
	X86_TRAP_DE = 0,
	X86_TRAP_DB = 1,
	X86_TRAP_NMI = 2,
	X86_TRAP_BP = 3,
	X86_TRAP_OF = 4,
	X86_TRAP_BR = 5,
	X86_TRAP_UD = 6,
	X86_TRAP_NM = 7,
	X86_TRAP_DF = 8,
	X86_TRAP_TS = 10,
	X86_TRAP_NP = 11,
	X86_TRAP_SS = 12,
	X86_TRAP_GP = 13,
	X86_TRAP_PF = 14,
	X86_TRAP_MF = 16,
	X86_TRAP_AC = 17,
	X86_TRAP_MC = 18,
	X86_TRAP_XF = 19,
	X86_TRAP_VE = 20,
	X86_TRAP_CP = 21
};

#endif
