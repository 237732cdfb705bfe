/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch is a tracer (tracer=watch): the program stops at each entry and exit of
 * a call, and goes on as it was. So whatever it does it does as without one.
 * "watch:print" prints the calls. With "watch:cont" the program goes on to its
 * end.
 */
#include <asm/errno.h>
#include "lib/string.h"
#include "ring3/lib/print.h"
#include "ring3/lib/sys.h"
#include "tracing.h"

#define NR_PTRACE 101
#define ANY -1l
#define EXITED(status) (((status) & 0x7f) == 0)

int main(int argc, char **argv);

static long ptrace(u64 request, long pid, u64 address, void *data)
{
	return call_syscall(NR_PTRACE, request, pid, address, (u64)data, 0, 0);
}

static long wait_any(int *status)
{
	return call_syscall(__NR_wait4, ANY, (u64)status, 0, 0, 0, 0);
}

static void show(long pid)
{
	struct ptrace_syscall_info info;
	long size = ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info);

	if (size < 0)
		print("# watch: PTRACE_GET_SYSCALL_INFO: %ld\n", size);
	else if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		print("# watch: call %lu\n", info.entry.nr);
	else
		print("# watch: result %ld\n", info.exit.rval);
}

/* All registers, as they are. */
static long give_back(long pid)
{
	struct user_regs regs;
	long error = ptrace(PTRACE_GETREGS, pid, 0, &regs);

	return error ? error : ptrace(PTRACE_SETREGS, pid, 0, &regs);
}

/* Until it ends. Returns 0, or what ptrace() says instead. */
static long watch(long pid, u64 request, bool printing)
{
	u64 stops = 0;
	long error = 0;
	int status;

	for (;;) {
		error = ptrace(request, pid, 0, NULL);
		if (error || wait_any(&status) != pid)
			break;
		if ((status & 0xff) != 0x7f) {
			print("# watch: %lu stops, then %s\n", stops,
			      EXITED(status) ? "an exit" : "a signal");
			break;
		}
		stops++;
		if (printing)
			show(pid);
		error = give_back(pid);
		if (error)
			break;
	}
	return error;
}

int main(int argc, char **argv)
{
	bool printing = argc > 1 && !strcmp(argv[1], "print");
	bool cont = argc > 1 && !strcmp(argv[1], "cont");
	long pid, error;
	int status;

	pid = wait_any(&status);
	if (pid < 0) {
		print("# watch: nobody is traced (%ld): tracer=watch\n", pid);
		return 1;
	}
	error = watch(pid, cont ? PTRACE_CONT : PTRACE_SYSCALL, printing);
	if (error)
		print("# watch: ptrace: %ld\n", error);
	return error != 0;
}
