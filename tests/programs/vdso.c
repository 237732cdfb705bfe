/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tells the time by the 64-bit vDSO and by calls in turn, which must never go
 * backwards. No C library; the exit status says what is wrong. With an argument
 * it writes to the vDSO's data, which must end it.
 */
#include <elf.h>
#include <sys/syscall.h>

#define PAGE_SIZE 4096
#define NANOSECONDS 1000000000ul
#define READINGS 10000
#define CALL_EVERY 2000 /* readings: few calls, for the log counts them */
#define CLOCK_MONOTONIC 1

typedef long clock_gettime_fn(int clock, unsigned long time[2]);
typedef long gettimeofday_fn(unsigned long time[2], int zone[2]);
typedef long time_fn(long *time);
typedef long getcpu_fn(unsigned *cpu, unsigned *node, void *unused);

void start(const unsigned long *stack) __attribute__((noreturn));

asm(".globl _start\n"
    "_start: mov %rsp, %rdi\n"
    "and $-16, %rsp\n"
    "call start\n");

static long call(long number, unsigned long first, unsigned long second,
		 unsigned long third)
{
	long result;

	asm volatile("syscall"
		     : "=a"(result)
		     : "a"(number), "D"(first), "S"(second), "d"(third)
		     : "rcx", "r11", "memory");
	return result;
}

static void __attribute__((noreturn)) leave(int status)
{
	for (;;)
		call(SYS_exit_group, status, 0, 0);
}

static const Elf64_Ehdr *vdso_of(const unsigned long *stack)
{
	const unsigned long *word = stack + 1 + stack[0] + 1;

	while (*word++)
		;
	for (; word[0] != AT_NULL; word += 2)
		if (word[0] == AT_SYSINFO_EHDR)
			return (const Elf64_Ehdr *)word[1];
	return 0;
}

static int is_same(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* By the dynamic section alone, as a C library does. */
static void *find(const Elf64_Ehdr *vdso, const char *name)
{
	const char *base = (const char *)vdso, *strings = 0;
	const Elf64_Phdr *segment = (const void *)(base + vdso->e_phoff);
	const Elf64_Dyn *dynamic = 0;
	const Elf64_Sym *symbol = 0;
	const unsigned *hash = 0;

	for (int i = 0; i < vdso->e_phnum; i++)
		if (segment[i].p_type == PT_DYNAMIC)
			dynamic = (const void *)(base + segment[i].p_vaddr);
	for (; dynamic && dynamic->d_tag != DT_NULL; dynamic++) {
		const void *at = base + dynamic->d_un.d_ptr;

		if (dynamic->d_tag == DT_STRTAB)
			strings = at;
		else if (dynamic->d_tag == DT_SYMTAB)
			symbol = at;
		else if (dynamic->d_tag == DT_HASH)
			hash = at;
	}
	for (unsigned i = 0; hash && i < hash[1]; i++)
		if (is_same(strings + symbol[i].st_name, name))
			return (void *)(base + symbol[i].st_value);
	leave(2);
}

static unsigned long nanoseconds(const unsigned long time[2])
{
	if (time[1] >= NANOSECONDS)
		leave(3);
	return time[0] * NANOSECONDS + time[1];
}

static void check_clock(clock_gettime_fn *clock)
{
	unsigned long time[2], last = 0, first = 0;

	for (int i = 0; i < READINGS; i++) {
		if (i % CALL_EVERY ?
		    clock(CLOCK_MONOTONIC, time) :
		    call(SYS_clock_gettime, CLOCK_MONOTONIC,
			 (unsigned long)time, 0))
			leave(4);
		if (nanoseconds(time) < last)
			leave(5);
		last = nanoseconds(time);
		first = first ? first : last;
	}
	if (last == first)
		leave(6);
	if (clock(99, time) != -22) /* EINVAL, by a call */
		leave(7);
}

void start(const unsigned long *stack)
{
	const Elf64_Ehdr *vdso = vdso_of(stack);
	unsigned long time[2];
	unsigned cpu = 99, node = 99;
	gettimeofday_fn *gettimeofday;
	int zone[2] = { 1, 1 };
	long seconds;

	if (!vdso)
		leave(1);
	if (stack[0] > 1)
		*((volatile int *)vdso - PAGE_SIZE / sizeof(int)) = 1;
	check_clock((clock_gettime_fn *)find(vdso, "__vdso_clock_gettime"));
	gettimeofday = (gettimeofday_fn *)find(vdso, "__vdso_gettimeofday");
	if (gettimeofday(time, zone) || time[1] >= 1000000 || zone[0] ||
	    zone[1])
		leave(8);
	if (((time_fn *)find(vdso, "__vdso_time"))(&seconds) != seconds ||
	    (unsigned long)seconds - time[0] > 1)
		leave(9);
	if (((getcpu_fn *)find(vdso, "__vdso_getcpu"))(&cpu, &node, 0) || cpu ||
	    node)
		leave(10);
	leave(0);
}
