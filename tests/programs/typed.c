/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads what somebody types. It says when to type, and what it has read. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

static volatile sig_atomic_t seen;

static void handler(int signal)
{
	(void)signal;
	seen++;
}

/* A signal comes in a tenth of a second. */
static void interrupt_soon(int flags)
{
	const struct itimerval timer = { { 0, 0 }, { 0, 100000 } };
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigaction(SIGALRM, &action, NULL);
	seen = 0;
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* By SYSENTER, in Gatehouse's own convention (ring0/README.md). */
static long read_by_sysenter(char *buffer, long size)
{
	register long r11 asm("r11") = size;
	long result;

	asm volatile("leaq 1f(%%rip), %%rdx\n"
		     "movq %%rsp, %%rcx\n"
		     "sysenter\n"
		     "1:" : "=a"(result) : "0"(0l), "D"(0l), "S"(buffer),
		     "r"(r11) : "rcx", "rdx", "memory");
	return result;
}

static void show(const char *what, const char *text, long size)
{
	long length = strcspn(text, "\n");

	if (size < 0)
		printf("%s: %s\n", what, strerrorname_np(errno));
	else
		printf("%s: %ld bytes, <%.*s>\n", what, size,
		       (int)(length < size ? length : size), text);
}

/* More than the UART holds at once. */
static void read_long_line(void)
{
	static char line[4096];
	long size = read(0, line, sizeof(line));

	printf("a long line: %ld bytes, %zu of them x\n", size,
	       strspn(line, "x"));
}

int main(int argc, char **argv)
{
	struct pollfd poll_in = { .fd = 0, .events = POLLIN };
	char text[64] = "", more[64] = "";
	struct iovec both[] = { { text, 6 }, { more, sizeof(more) } };

	(void)argv;
	setvbuf(stdout, NULL, _IOLBF, 0);
	fcntl(0, F_SETFL, O_NONBLOCK);
	show("nothing yet", text, read(0, text, sizeof(text)));
	fcntl(0, F_SETFL, 0);
	interrupt_soon(0);
	show("interrupted", text, read(0, text, sizeof(text)));
	printf("poll: %d\n", poll(&poll_in, 1, 10));
	interrupt_soon(SA_RESTART);
	printf("type 1\n");
	show("made again", text, read(0, text, sizeof(text)));
	printf("signals: %d\n", (int)seen);
	interrupt_soon(SA_RESTART);
	printf("type 2\n");
	if (argc > 1)
		show("by SYSENTER", text,
		     read_by_sysenter(text, sizeof(text)));
	else
		show("by SYSCALL", text, read(0, text, sizeof(text)));
	printf("signals: %d\n", (int)seen);
	printf("type 3\n");
	printf("poll: %d\n", poll(&poll_in, 1, -1));
	show("a part", text, read(0, text, 2));
	show("the rest", text, read(0, text, sizeof(text)));
	printf("type 4\n");
	show("two buffers", text, readv(0, both, 2));
	printf("and <%.4s>\n", more);
	printf("type 5\n");
	show("its end", text, read(0, text, sizeof(text)));
	printf("type 6\n");
	show("after it", text, read(0, text, sizeof(text)));
	printf("type 7\n");
	read_long_line();
	printf("type 8\n");
	read(0, text, sizeof(text));
	printf("^C does not come to this\n");
	return 1;
}
