/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What filters of libseccomp's do, and syscall user dispatch: each line is the
 * same on two systems. The argument names the part to run, for some of them
 * end the process.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static void show(const char *what, long result)
{
	printf("%s: %ld, %s\n", what, result,
	       result < 0 ? strerrorname_np(errno) : "no error");
}

/* What a SIGSYS says, and the call's number where its result is expected. */
static void handler(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	printf("SIGSYS: code %d, errno %d, call %d, arch %x, address %s, "
	       "rax %lld\n", info->si_code, info->si_errno, info->si_syscall,
	       info->si_arch,
	       info->si_call_addr ==
			       (void *)uc->uc_mcontext.gregs[REG_RIP] ?
		       "rip" : "other",
	       (long long)uc->uc_mcontext.gregs[REG_RAX]);
	(void)signal;
}

static void catch_sigsys(void)
{
	struct sigaction action = { .sa_sigaction = handler,
				    .sa_flags = SA_SIGINFO };

	sigaction(SIGSYS, &action, NULL);
}

static void load(scmp_filter_ctx filter)
{
	show("seccomp_load", seccomp_load(filter));
	seccomp_release(filter);
}

/* Answers of each kind, by call and by argument. */
static void filters(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	catch_sigsys();
	show("mode", prctl(PR_GET_SECCOMP));
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EDOM), SCMP_SYS(getppid), 0);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(E2BIG), SCMP_SYS(kill), 1,
			 SCMP_A1(SCMP_CMP_EQ, 9));
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EXDEV), SCMP_SYS(lseek), 2,
			 SCMP_A0(SCMP_CMP_GT, 70),
			 SCMP_A1(SCMP_CMP_GE, 0x100000000));
	seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(getsid), 0);
	seccomp_rule_add(filter, SCMP_ACT_TRACE(5), SCMP_SYS(getpgid), 0);
	seccomp_rule_add(filter, SCMP_ACT_LOG, SCMP_SYS(getgid), 0);
	load(filter);
	show("mode", prctl(PR_GET_SECCOMP));
	show("no_new_privs", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show("getppid", syscall(SYS_getppid));
	show("getuid", syscall(SYS_getuid) ? 1 : 0);
	show("getgid", syscall(SYS_getgid) ? 1 : 0);
	show("kill 9", syscall(SYS_kill, 0x7fffffff, 9));
	show("kill 10", syscall(SYS_kill, 0x7fffffff, 10));
	show("lseek 70", syscall(SYS_lseek, 70, 0x100000000, 0));
	show("lseek 71", syscall(SYS_lseek, 71, 0x100000000, 0));
	show("lseek 71 low", syscall(SYS_lseek, 71, 0xffffffff, 0));
	show("getsid", syscall(SYS_getsid, 0));
	show("getpgid", syscall(SYS_getpgid, 0));
	show("strict", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL));
	/* A second one: what forbids more counts, whichever is older. */
	filter = seccomp_init(SCMP_ACT_ALLOW);
	seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(getppid), 0);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EDOM), SCMP_SYS(getsid), 0);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EIO), SCMP_SYS(getegid), 0);
	load(filter);
	show("getppid", syscall(SYS_getppid));
	show("getsid", syscall(SYS_getsid, 0));
	show("getegid", syscall(SYS_getegid));
}

static void kills(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	catch_sigsys();
	seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(getppid), 0);
	load(filter);
	fflush(stdout);
	show("getppid", syscall(SYS_getppid));
}

static void traps(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(getppid), 0);
	load(filter);
	fflush(stdout);
	show("getppid", syscall(SYS_getppid)); /* no handler */
}

static void strict(void)
{
	static const char text[] = "write is allowed\n";

	fflush(stdout);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
	if (write(1, text, sizeof(text) - 1) < 0)
		return;
	syscall(SYS_getpid);
}

#define RETURN(k) BPF_STMT(BPF_RET | BPF_K, k)
#define LOAD(k) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, k)

static void install(const char *what, struct sock_filter *code, size_t count)
{
	struct sock_fprog program = { .len = count, .filter = code };

	show(what, syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

#define INSTALL(what, ...)                                                \
	install(what, (struct sock_filter[]){ __VA_ARGS__ },              \
		SIZE(((struct sock_filter[]){ __VA_ARGS__ })))

/* What no system may take, and what the calls say of bad arguments. */
static void refused(void)
{
	static struct sock_filter many[BPF_MAXINSNS + 1];
	static const unsigned int actions[] = {
		SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD,
		SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO, SECCOMP_RET_TRACE,
		SECCOMP_RET_LOG, SECCOMP_RET_ALLOW, 0x12340000,
	};
	struct sock_fprog bad = { .len = 1, .filter = (void *)8 };

	for (size_t i = 0; i < SIZE(many); i++)
		many[i] = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
	INSTALL("no return", LOAD(0));
	INSTALL("a loop", BPF_STMT(BPF_JMP | BPF_JA, -1), RETURN(0));
	INSTALL("a jump out", BPF_JUMP(BPF_JMP | BPF_JEQ, 0, 0, 1), RETURN(0));
	INSTALL("odd", LOAD(2), RETURN(0));
	INSTALL("beyond", LOAD(sizeof(struct seccomp_data)), RETURN(0));
	INSTALL("by 0", BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0), RETURN(0));
	INSTALL("not written", BPF_STMT(BPF_LD | BPF_MEM, 0), RETURN(0));
	INSTALL("modulo", BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 1), RETURN(0));
	install("none", many, 0);
	install("4097", many, BPF_MAXINSNS + 1);
	show("flags", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 1 << 20,
			      NULL));
	show("no program", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, 8));
	show("no code", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &bad));
	show("operation", syscall(SYS_seccomp, 99, 0, NULL));
	show("strict with flags", syscall(SYS_seccomp, 0, 1, NULL));
	for (size_t i = 0; i < SIZE(actions); i++)
		show("action", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL,
				       0, &actions[i]));
	show("mode 3", prctl(PR_SET_SECCOMP, 3, NULL));
	show("privs 2", prctl(PR_SET_NO_NEW_PRIVS, 2, 0, 0, 0));
	install("4096", many, BPF_MAXINSNS);
	show("mode", prctl(PR_GET_SECCOMP));
	INSTALL("errno above 4095", RETURN(SECCOMP_RET_ALLOW));
}

static volatile char selector = SYSCALL_DISPATCH_FILTER_ALLOW;
#define DISPATCH(...) prctl(PR_SET_SYSCALL_USER_DISPATCH, __VA_ARGS__)

/* Its handler must make no call before the selector allows it. */
static void dispatched(int signal, siginfo_t *info, void *context)
{
	selector = SYSCALL_DISPATCH_FILTER_ALLOW;
	handler(signal, info, context);
}

static void dispatch(void)
{
	struct sigaction action = { .sa_sigaction = dispatched,
				    .sa_flags = SA_SIGINFO };
	long result;

	sigaction(SIGSYS, &action, NULL);
	show("off with a range", DISPATCH(PR_SYS_DISPATCH_OFF, 1L, 1L, 0L));
	show("a range that wraps", DISPATCH(PR_SYS_DISPATCH_ON, 2L, -1L, 0L));
	show("no such state", DISPATCH(7L, 0L, 0L, 0L));
	show("a bad selector", DISPATCH(PR_SYS_DISPATCH_ON, 0L, 0L, -1L));
	show("on", DISPATCH(PR_SYS_DISPATCH_ON, 0L, 0L, &selector));
	show("allowed", syscall(SYS_getuid) ? 1 : 0);
	fflush(stdout);
	selector = SYSCALL_DISPATCH_FILTER_BLOCK;
	result = syscall(SYS_getppid);
	show("blocked", result);
	show("off", DISPATCH(PR_SYS_DISPATCH_OFF, 0L, 0L, 0L));
	selector = SYSCALL_DISPATCH_FILTER_BLOCK;
	show("and off", syscall(SYS_getuid) ? 1 : 0);
	/* A range that has all of the program: nothing is taken. */
	show("a range", DISPATCH(PR_SYS_DISPATCH_ON, 4096L, 1L << 46,
				 &selector));
	show("in it", syscall(SYS_getuid) ? 1 : 0);
	fflush(stdout);
	DISPATCH(PR_SYS_DISPATCH_ON, 0L, 0L, &selector);
	selector = 9; /* neither: the process ends */
	syscall(SYS_getuid);
	_exit(1);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = { { "filters", filters }, { "kills", kills },
		      { "traps", traps }, { "strict", strict },
		      { "refused", refused }, { "dispatch", dispatch } };

	for (size_t i = 0; argc > 1 && i < SIZE(parts); i++)
		if (!strcmp(argv[1], parts[i].name))
			parts[i].run();
	return 0;
}
