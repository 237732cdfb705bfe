/* SPDX-License-Identifier: BSD-2-Clause */
/* Pipes of one process. It prints what each call came to. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define CAPACITY 65536

static int end[2];

static void show(const char *what, long result)
{
	printf("%s: %ld %s\n", what, result,
	       result < 0 ? strerrorname_np(errno) : "-");
}

static void wake(int signal)
{
	(void)signal;
	write(end[1], "woken", 5);
}

static void events(const char *when)
{
	struct pollfd fds[] = { { end[0], POLLIN | POLLOUT, 0 },
				{ end[1], POLLIN | POLLOUT, 0 } };
	int ready = poll(fds, 2, 0);

	printf("poll, %s: %d, %#x %#x\n", when, ready, fds[0].revents,
	       fds[1].revents);
}

/* A handler fills the pipe that its program waits for, again or not. */
static void by_signal(int flags)
{
	const struct itimerval timer = { { 0, 0 }, { 0, 5000 } };
	struct sigaction action = { .sa_handler = wake, .sa_flags = flags };
	char text[8];

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	show(flags ? "read, made again" : "read, interrupted",
	     read(end[0], text, sizeof(text)));
	if (!flags)
		show("read after it", read(end[0], text, sizeof(text)));
}

/* More than fits goes around the buffer's end. */
static void around(void)
{
	static unsigned char from[CAPACITY + 10], to[CAPACITY + 10];
	int wrong = 0, i;

	for (i = 0; i < CAPACITY + 10; i++)
		from[i] = i % 251;
	show("part", write(end[1], from, 40000));
	show("part", read(end[0], to, 39000));
	show("around", write(end[1], from, 62000));
	fcntl(end[1], F_SETFL, O_NONBLOCK);
	show("too little room", write(end[1], from, 4096));
	fcntl(end[1], F_SETFL, 0);
	show("the first part's rest", read(end[0], to, 1000));
	for (i = 0; i < 1000; i++)
		wrong += to[i] != from[39000 + i];
	for (i = 0; i < 62000;)
		i += read(end[0], to + i, 62000 - i);
	for (i = 0; i < 62000; i++)
		wrong += to[i] != from[i];
	printf("wrong bytes: %d\n", wrong);
}

int main(void)
{
	struct stat stat;
	char text[CAPACITY];
	int copy;

	setvbuf(stdout, NULL, _IOLBF, 0);
	show("pipe", pipe(end));
	fstat(end[0], &stat);
	printf("descriptors %d %d, mode %o\n", end[0], end[1], stat.st_mode);
	events("empty");
	show("write", write(end[1], "hello", 5));
	events("filled");
	show("a part", read(end[0], text, 2));
	show("the rest", read(end[0], text, sizeof(text)));
	printf("%.3s\n", text);
	show("nothing", write(end[1], "", 0));
	show("the wrong end", write(end[0], "x", 1));
	show("the other", read(end[1], text, 1));
	show("lseek", lseek(end[0], 0, SEEK_SET));
	show("pread", pread(end[0], text, 1, 0));
	by_signal(0);
	by_signal(SA_RESTART);
	around();
	copy = dup(end[1]);
	close(end[1]);
	show("one writer is left", write(copy, "still", 5));
	close(copy);
	events("no writer");
	while (read(end[0], text, sizeof(text)) > 0)
		;
	show("the end", read(end[0], text, 1));
	close(end[0]);
	show("flags", pipe2(end, 12345));
	show("pipe2", pipe2(end, O_NONBLOCK | O_CLOEXEC));
	printf("%#x %d\n", fcntl(end[1], F_GETFL), fcntl(end[1], F_GETFD));
	show("empty", read(end[0], text, 1));
	close(end[0]);
	events("no reader");
	signal(SIGPIPE, SIG_IGN);
	show("no reader", write(end[1], "x", 1));
	signal(SIGPIPE, SIG_DFL);
	printf("the end by SIGPIPE:\n");
	write(end[1], "x", 1);
	return 0;
}
