/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tracer and the program that it traces: what both print is the same on two
 * systems. On Linux the first one starts the second one; where there is no fork
 * it finds that one there. The argument after the role names the part to run.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/ptrace.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define NON_CANONICAL 0x0000800000000000ul
#define TF 0x100
#define CF 1

/* glibc's sys/ptrace.h and linux/ptrace.h do not go together. */
static long trace(long request, pid_t pid, unsigned long address, void *data)
{
	return syscall(SYS_ptrace, request, pid, address, data);
}

/* The program's part: each step is a call getpgid(STEP + its number). */

#define STEP 1000000
enum step {
	LOOK, NUMBER, SKIP, SKIP_ENOSYS, ARGUMENT, RESULT, LAND, FLAGS,
	RIP_NON_CANONICAL, RIP_AND_RCX, MEMORY, REFUSED, REGISTER, FPU, INT80,
	STEP_TF, SIGNAL, STEPS,
};
static const char *const step_name[STEPS] = {
	"look", "number", "skip", "skip, -ENOSYS", "argument", "result",
	"land elsewhere", "flags", "non-canonical rip",
	"non-canonical rip and rcx", "memory", "refused", "register", "fpu",
	"int 0x80", "TF", "signal",
};

static volatile sig_atomic_t signals, last_signal;
static volatile unsigned long signal_rip;
extern char landed[], not_landed[];
static volatile char word[] = "question";

static void handler(int signal, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	signals++;
	last_signal = signal;
	signal_rip = uc->uc_mcontext.gregs[REG_RIP];
	if (signal == SIGSEGV)
		uc->uc_mcontext.gregs[REG_RIP] = (long)landed;
	uc->uc_mcontext.gregs[REG_EFL] &= ~TF;
	(void)info;
}

/* By SYSCALL; where it lands, CF and rbx after it, and an SSE register. */
static __attribute__((noinline, noclone)) long
step(enum step which, long *where, long *carry, long *rbx,
		 double *sse)
{
	long result = SYS_getpgid, place = 0, flag = 0, b = 5;
	register long r10 asm("r10") = 3;
	double x = 1.5;

	asm volatile("movq %[b], %%rbx\n"
		     "	movsd %[x], %%xmm5\n"
		     "	clc\n"
		     "	syscall\n"
		     "	nop\n"
		     ".globl not_landed\n"
		     "not_landed:\n"
		     "	movl $1, %k[place]\n"
		     "	jmp 1f\n"
		     ".globl landed\n"
		     "landed:\n"
		     "	movl $2, %k[place]\n"
		     "1:	setc %b[flag]\n"
		     "	movq %%rbx, %[b]\n"
		     "	movsd %%xmm5, %[x]\n"
		     : "+a"(result), [place] "+r"(place), [flag] "+q"(flag),
		       [b] "+m"(b), [x] "+m"(x)
		     : "D"((long)(STEP + which)), "S"(word), "d"(2l),
		       "r"(r10)
		     : "rcx", "r11", "rbx", "xmm5", "cc", "memory");
	*where = place;
	*carry = flag;
	*rbx = b;
	*sse = x;
	return result;
}

static long int80(long number, long argument)
{
	long result = number;

	asm volatile("int $0x80"
		     : "+a"(result) : "b"(argument)
		     : "r8", "r9", "r10", "r11", "memory");
	return result;
}

static void catch_signals(void)
{
	static const int caught[] = { SIGSEGV, SIGTRAP, SIGUSR1 };
	struct sigaction action = { .sa_sigaction = handler,
				    .sa_flags = SA_SIGINFO };
	size_t i;

	for (i = 0; i < SIZE(caught); i++)
		sigaction(caught[i], &action, NULL);
}

static int traced_steps(void)
{
	long where, carry, rbx, result;
	double sse;
	int i;

	catch_signals();
	for (i = 0; i < STEPS; i++) {
		signals = last_signal = 0;
		signal_rip = 0;
		if (i == INT80) {
			result = int80(132, STEP + i); /* i386's getpgid */
			printf("%s: %ld\n", step_name[i], result);
			continue;
		}
		result = step(i, &where, &carry, &rbx, &sse);
		printf("%s: result %ld, place %ld, CF %ld, rbx %ld, xmm5 %g\n",
		       step_name[i],
		       i == ARGUMENT ? (result >= 0) : result, where, carry,
		       rbx, sse);
		if (signals)
			printf("signal %d, rip %s\n", last_signal,
			       signal_rip == NON_CANONICAL ? "non-canonical" :
			       signal_rip == (unsigned long)not_landed ?
				       "one instruction later" :
				       "elsewhere");
	}
	printf("word: %s\n", word);
	return 7;
}

/* A filter that has the tracer asked about getpgid, and refuses getsid. */
static void load_filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | 77),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getsid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EDOM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { SIZE(code), code };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	printf("filter: %d\n",
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

static void show(const char *what, long result)
{
	printf("%s: %ld, %s\n", what, result,
	       result < 0 ? strerrorname_np(errno) : "no error");
}

static int traced_seccomp(void)
{
	static const enum step steps[] = { LOOK, SKIP, NUMBER, SIGNAL };
	size_t i;

	load_filter();
	for (i = 0; i < SIZE(steps); i++)
		show(step_name[steps[i]],
		     syscall(SYS_getpgid, STEP + steps[i]));
	show("getsid", syscall(SYS_getsid, 0));
	return 0;
}

static int traced_calls(void)
{
	int i;

	for (i = 0; i < 3; i++)
		if (syscall(SYS_getpgid, STEP + LOOK) != -1)
			return 6;
	return 5;
}

/* The tracer's part. */

static struct user_regs_struct regs;

static void show_info(pid_t pid)
{
	struct ptrace_syscall_info info = { 0 };
	long size = trace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info);

	printf("info: %ld bytes, op %d, arch %x, ", size, info.op, info.arch);
	if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		printf("result %lld, error %d\n", (long long)info.exit.rval,
		       info.exit.is_error);
	else
		printf("call %llu: %llu\n", info.entry.nr,
		       info.entry.args[0]);
}

static void refused(pid_t pid)
{
	struct user_regs_struct bad = regs;

	bad.cs = 0x10;
	show("cs", trace(PTRACE_SETREGS, pid, 0, &bad));
	bad = regs;
	bad.fs_base = NON_CANONICAL;
	show("fs_base", trace(PTRACE_SETREGS, pid, 0, &bad));
	show("offset", trace(PTRACE_PEEKUSR, pid, 3, &bad));
	show("address", trace(PTRACE_PEEKDATA, pid, 16, &bad));
	show("options", trace(PTRACE_SETOPTIONS, pid, 0, (void *)0x40000000));
	show("request", trace(12345, pid, 0, NULL));
	show("nobody", trace(PTRACE_GETREGS, 0x3fffffff, 0, &bad));
	show("wait", waitpid(0x3fffffff, NULL, 0));
	show("wait's options", waitpid(pid, NULL, 0x100));
}

static void memory(pid_t pid)
{
	unsigned long text = 0;

	show("peek", trace(PTRACE_PEEKDATA, pid, regs.rsi, &text));
	printf("it says %.8s\n", (char *)&text);
	memcpy(&text, "answered", sizeof(text));
	show("poke", trace(PTRACE_POKEDATA, pid, regs.rsi, (void *)text));
}

static void at_entry(pid_t pid, enum step which)
{
	switch (which) {
	case LOOK:
	case INT80:
		show_info(pid);
		if (which == LOOK)
			return;
		regs.orig_rax = -1;
		regs.rax = 55;
		break;
	case NUMBER:
		regs.orig_rax = SYS_close;
		break;
	case SKIP:
		regs.orig_rax = -1;
		regs.rax = 1234;
		break;
	case SKIP_ENOSYS:
		regs.orig_rax = -1;
		break;
	case ARGUMENT:
		regs.rdi = 0;
		break;
	case MEMORY:
		memory(pid);
		return;
	case REFUSED:
		refused(pid);
		return;
	default:
		return;
	}
	show("set", trace(PTRACE_SETREGS, pid, 0, &regs));
}

static void at_exit(pid_t pid, enum step which)
{
	switch (which) {
	case LOOK:
		show_info(pid);
		return;
	case RESULT:
		regs.rax = 777;
		break;
	case LAND:
		regs.rip = (unsigned long)landed;
		break;
	case FLAGS:
		regs.eflags |= CF;
		break;
	case RIP_AND_RCX:
		regs.rcx = NON_CANONICAL;
		/* fall through */
	case RIP_NON_CANONICAL:
		regs.rip = NON_CANONICAL;
		break;
	case REGISTER:
		regs.rbx = 6;
		break;
	case STEP_TF:
		regs.eflags |= TF;
		break;
	default:
		return;
	}
	show("set", trace(PTRACE_SETREGS, pid, 0, &regs));
}

/* Returns the signal with which the program goes on. */
static long look(pid_t pid, int entry)
{
	static volatile double busy = 1.25;
	static unsigned long step = STEPS; /* of the call that was entered */

	trace(PTRACE_GETREGS, pid, 0, &regs);
	busy *= busy; /* uses the FPU */
	if (!entry) {
		at_exit(pid, step);
		return step == SIGNAL ? SIGUSR1 : 0;
	}
	step = regs.orig_rax == 132 ? regs.rbx - STEP :
	       regs.orig_rax == SYS_getpgid ? regs.rdi - STEP : STEPS;
	at_entry(pid, step);
	return 0;
}

static int end_of(int status)
{
	if (WIFEXITED(status))
		printf("exit code %d\n", WEXITSTATUS(status));
	else
		printf("killed by %d\n", WTERMSIG(status));
	show("wait", waitpid(-1, &status, 0));
	return 0;
}

/* A signal's own stop, which is not everywhere, goes by without a word. */
static int trace_steps(pid_t pid)
{
	int status, entry = 0;
	long signal = 0;

	trace(PTRACE_SETOPTIONS, pid, 0, (void *)PTRACE_O_TRACESYSGOOD);
	for (;;) {
		trace(PTRACE_SYSCALL, pid, 0, (void *)signal);
		waitpid(pid, &status, 0);
		if (!WIFSTOPPED(status))
			return end_of(status);
		signal = WSTOPSIG(status);
		if (signal != (SIGTRAP | 0x80))
			continue;
		entry = !entry;
		signal = look(pid, entry);
	}
}

static int trace_seccomp(pid_t pid)
{
	unsigned long message = 0;
	long signal = 0;
	int status;

	trace(PTRACE_SETOPTIONS, pid, 0, (void *)PTRACE_O_TRACESECCOMP);
	for (;;) {
		trace(PTRACE_CONT, pid, 0, (void *)signal);
		waitpid(pid, &status, 0);
		if (!WIFSTOPPED(status))
			return end_of(status);
		signal = 0;
		if (status >> 8 != (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
			continue;
		trace(PTRACE_GETEVENTMSG, pid, 0, &message);
		trace(PTRACE_GETREGS, pid, 0, &regs);
		printf("event: %lu\n", message);
		show_info(pid);
		if (regs.rdi == STEP + NUMBER)
			regs.orig_rax = SYS_getsid;
		if (regs.rdi == STEP + SKIP) {
			regs.orig_rax = -1;
			regs.rax = 99;
		}
		show("set", trace(PTRACE_SETREGS, pid, 0, &regs));
	}
}

/* What becomes of the program when the tracer has seen one of its calls. */
static int trace_until(pid_t pid, const char *part)
{
	int status;

	if (!strcmp(part, "exitkill"))
		trace(PTRACE_SETOPTIONS, pid, 0,
		      (void *)(long)PTRACE_O_EXITKILL);
	do {
		trace(PTRACE_SYSCALL, pid, 0, NULL);
		waitpid(pid, &status, 0);
		if (!WIFSTOPPED(status))
			return end_of(status);
		trace(PTRACE_GETREGS, pid, 0, &regs);
	} while (regs.rdi != STEP + LOOK);
	printf("%s\n", part);
	if (!strcmp(part, "kill")) {
		trace(PTRACE_KILL, pid, 0, NULL);
		waitpid(pid, &status, 0);
		return end_of(status);
	}
	if (!strcmp(part, "detach"))
		show("detach", trace(PTRACE_DETACH, pid, 0, NULL));
	return 0; /* and the program goes on by itself */
}

/* The program's last argument, by its stack: one tracer is for many parts. */
static const char *part_of(pid_t pid)
{
	static unsigned long text[2];
	unsigned long at = 0;

	trace(PTRACE_GETREGS, pid, 0, &regs);
	trace(PTRACE_PEEKDATA, pid, regs.rsp + 3 * sizeof(at), &at);
	trace(PTRACE_PEEKDATA, pid, at, &text[0]);
	trace(PTRACE_PEEKDATA, pid, at + sizeof(at), &text[1]);
	return (char *)text;
}

/* The program is the child, or it is there already. */
static int tracer(const char *self, const char *part)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		trace(PTRACE_TRACEME, 0, 0, NULL);
		execl(self, self, "traced", part, NULL);
		_exit(99);
	}
	pid = waitpid(-1, &status, 0);
	part = part_of(pid);
	printf("first: %d, %s\n", WIFSTOPPED(status) ? WSTOPSIG(status) : -1,
	       part);
	if (!strcmp(part, "steps"))
		return trace_steps(pid);
	return !strcmp(part, "seccomp") ? trace_seccomp(pid) :
					  trace_until(pid, part);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!strcmp(argv[1], "tracer"))
		return tracer(argv[0], argv[2]); /* Linux's child's part */
	if (!strcmp(argv[2], "steps"))
		return traced_steps();
	return !strcmp(argv[2], "seccomp") ? traced_seccomp() : traced_calls();
}
