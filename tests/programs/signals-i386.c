/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signal frames of 32-bit code: both layouts, what is kept over a handler, and
 * frames that a handler has changed into what no CPU loads.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static volatile int seen;
static sigjmp_buf back;
static char stack[65536];
static double volatile kept = 1.5;

static void old_handler(int signal)
{
	volatile double x = 3;

	seen = signal;
	kept *= x / 2;
}

static int on_stack(void)
{
	char here;

	return &here > stack && &here < stack + sizeof(stack);
}

static void show(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	const greg_t *reg = uc->uc_mcontext.gregs;
	fpregset_t fp = uc->uc_mcontext.fpregs;

	printf("  signal %d code %d cs %x ss %x on stack %d\n", signal,
	       info->si_code, reg[REG_CS], reg[REG_SS], on_stack());
	/* With a frame that sigreturn refuses Linux tells of an older fault. */
	if (info->si_code != SI_KERNEL || reg[REG_TRAPNO] == 13)
		printf("  trap %d err %x\n", reg[REG_TRAPNO], reg[REG_ERR]);
	if (signal != SIGUSR1 && info->si_code != SI_KERNEL)
		printf("  address %d\n",
		       (void *)reg[REG_EIP] == info->si_addr ||
		       info->si_addr == (void *)0x1234);
	printf("  x87 %x %x %x %x\n", (int)fp->cw, (int)fp->sw, (int)fp->tag,
	       (int)fp->status);
}

static void skip_ud2(int signal, siginfo_t *info, void *context)
{
	show(signal, info, context);
	((ucontext_t *)context)->uc_mcontext.gregs[REG_EIP] += 2;
}

/* A program that faults again and again is no program that ends. */
static void jump_back(int signal, siginfo_t *info, void *context)
{
	static unsigned faults;

	if (++faults > 100)
		_exit(9);
	show(signal, info, context);
	siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *),
		   int flags)
{
	struct sigaction action = { .sa_sigaction = handler,
				    .sa_flags = SA_SIGINFO | flags };

	sigaction(signal, &action, NULL);
}

/* What a handler must find and leave alone. */
static void registers(void)
{
	float a[4] = { 1, 2, 3, 4 }, b[4];
	double sum;
	int eax = 1, ebx = 2, ecx = 3, edx = 4, esi = 5, edi = 6;

	handle(SIGILL, skip_ud2, SA_ONSTACK);
	asm volatile("fld1\n fldpi\n fldl2e\n ud2\n faddp\n faddp"
		     : "=t"(sum));
	printf("x87 %.12f\n", sum);
	asm volatile("movups %1, %%xmm5\n ud2\n movups %%xmm5, %0"
		     : "=m"(b) : "m"(a) : "xmm5");
	printf("sse %f %f\n", b[0], b[3]);
	asm volatile("ud2" : "+a"(eax), "+b"(ebx), "+c"(ecx), "+d"(edx),
		     "+S"(esi), "+D"(edi));
	printf("registers %d %d %d %d %d %d\n", eax, ebx, ecx, edx, esi, edi);
	asm volatile("std\n ud2\n pushfl\n popl %0\n cld" : "=r"(eax));
	printf("df %d\n", eax >> 10 & 1);
}

/* The frames that are broken, by what becomes of which word. */
enum { CS, SS, EIP, ESP, EFLAGS, FPSTATE, GS, FS, DS, ES };
static const struct {
	const char *name;
	int word, value;
} bad[] = {
	{ "ring 0's cs", CS, 0x10 },
	{ "cs null", CS, 0 },
	{ "cs beyond the GDT", CS, 0xfff8 },
	{ "cs of data", CS, 0x2b },
	{ "ring 0's ss", SS, 0x18 },
	{ "ss null", SS, 0 },
	{ "ss of code", SS, 0x23 },
	{ "the TSS as ss", SS, 0x40 },
	{ "eip of ring 0", EIP, -4096 },
	{ "esp of ring 0", ESP, -8192 },
	{ "all flags", EFLAGS, -1 & ~0x100 },
	{ "fpstate of ring 0", FPSTATE, -8192 },
	{ "fpstate null", FPSTATE, 0 },
	{ "fpstate unmapped", FPSTATE, 0x1000 },
	{ "gs of nothing", GS, 0x5b },
	{ "gs of ring 0", GS, 0x18 },
	{ "fs of the TSS", FS, 0x43 },
	{ "ds of nothing", DS, 0xffff },
	{ "es of ring 0", ES, 0x1b },
};
static unsigned which;

static void break_frame(int signal, siginfo_t *info, void *context)
{
	static const int word[] = {
		[CS] = REG_CS, [SS] = REG_SS, [EIP] = REG_EIP,
		[ESP] = REG_ESP, [EFLAGS] = REG_EFL, [GS] = REG_GS,
		[FS] = REG_FS, [DS] = REG_DS, [ES] = REG_ES,
	};
	ucontext_t *uc = context;

	(void)signal;
	(void)info;
	if (bad[which].word == FPSTATE)
		uc->uc_mcontext.fpregs = (void *)bad[which].value;
	else
		uc->uc_mcontext.gregs[word[bad[which].word]] =
			bad[which].value;
}

/* What is in the segment registers and the flags after a call. */
struct after {
	unsigned gs, fs, ds, es, flags;
};

/*
 * Sends itself a signal. What DS, ES and GS hold after it may serve nobody, so
 * it is stored by SS, and then they are as before.
 */
void cross(struct after *after, int number, int pid, int signal);
asm("	.text\n"
    "cross:\n"
    "	pushl	%ebx\n"
    "	pushl	%esi\n"
    "	pushl	%gs\n"
    "	movl	16(%esp), %esi\n"
    "	movl	20(%esp), %eax\n"
    "	movl	24(%esp), %ebx\n"
    "	movl	28(%esp), %ecx\n"
    "	int	$0x80\n"
    "	movl	%gs, %eax\n"
    "	movl	%eax, %ss:(%esi)\n"
    "	movl	%fs, %eax\n"
    "	movl	%eax, %ss:4(%esi)\n"
    "	movl	%ds, %eax\n"
    "	movl	%eax, %ss:8(%esi)\n"
    "	movl	%es, %eax\n"
    "	movl	%eax, %ss:12(%esi)\n"
    "	pushfl\n"
    "	popl	%eax\n"
    "	movl	%eax, %ss:16(%esi)\n"
    "	pushl	$0x202\n"
    "	popfl\n"
    "	movl	%ss, %eax\n"
    "	movl	%eax, %ds\n"
    "	movl	%eax, %es\n"
    "	popl	%gs\n"
    "	popl	%esi\n"
    "	popl	%ebx\n"
    "	ret\n");

static void frames(void)
{
	struct after after;
	unsigned own;

	handle(SIGUSR1, break_frame, 0);
	handle(SIGSEGV, jump_back, SA_ONSTACK);
	handle(SIGBUS, jump_back, SA_ONSTACK);
	asm volatile("movl %%gs, %0" : "=r"(own));
	for (which = 0; which < SIZE(bad); which++) {
		printf("%s\n", bad[which].name);
		fflush(stdout);
		if (sigsetjmp(back, 1))
			continue;
		cross(&after, SYS_tkill, getpid(), SIGUSR1);
		printf("  back: gs %x fs %x ds %x es %x flags %x\n",
		       after.gs == own ? 1 : after.gs, after.fs, after.ds,
		       after.es, after.flags);
	}
}

int main(void)
{
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };
	sigset_t mask;

	signal(SIGUSR1, old_handler);
	raise(SIGUSR1);
	printf("old frame: seen %d kept %f\n", seen, kept);
	sigaltstack(&alternate, NULL);
	handle(SIGSEGV, jump_back, SA_ONSTACK);
	if (!sigsetjmp(back, 1))
		*(volatile int *)0x1234 = 1;
	registers();

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	seen = 0;
	raise(SIGUSR1);
	printf("blocked %d\n", seen);
	sigprocmask(SIG_UNBLOCK, &mask, NULL);
	printf("then %d\n", seen);

	printf("signal %ld", syscall(SYS_signal, SIGUSR2, old_handler));
	printf(" %d\n", syscall(SYS_signal, SIGUSR2, SIG_IGN) ==
				(long)old_handler);
	frames();
	return 0;
}
