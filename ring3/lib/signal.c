/* SPDX-License-Identifier: BSD-2-Clause */
/* Catches the signals that a fault of the program's own makes. */
#include "signal.h"
#include "sys.h"

static const u8 fault_signals[] = { SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV };

long on_fault(fault_handler *handler)
{
	struct sigaction action = {
		.sa_handler = (__sighandler_t)(void *)handler,
		.sa_flags = SA_SIGINFO | SA_RESTORER,
		.sa_restorer = signal_restorer,
	};
	long error;

	for (size_t i = 0; i < ARRAY_SIZE(fault_signals); i++) {
		error = sys_rt_sigaction(fault_signals[i], &action);
		if (error)
			return error;
	}
	return 0;
}
