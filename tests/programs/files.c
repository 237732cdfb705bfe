/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a file is read: its own offset, and others. It prints what each is. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>

static int fd;

static void say(const char *what, long result)
{
	printf("%s: %ld %s, at %ld\n", what, result,
	       result < 0 ? strerrorname_np(errno) : "-",
	       (long)lseek(fd, 0, SEEK_CUR));
}

/* What is sent lies between these lines, so each has to be out. */
static void send(const char *what, off_t *at, size_t count)
{
	say(what, sendfile(STDOUT_FILENO, fd, at, count));
	if (at)
		printf("the offset that it was given: %ld\n", (long)*at);
}

static void sends(void)
{
	off_t at = 9;

	lseek(fd, 5, SEEK_SET);
	send("four, from five", NULL, 4);
	send("the line's end", &at, 9);
	send("the rest, and more", &at, 1000);
	send("at the end", &at, 1);
	at = 1 << 20;
	send("far behind it", &at, 1);
	at = -1;
	send("before the start", &at, 1);
	send("on, by its own", NULL, 1000);
	send("nothing is left", NULL, 1);
	say("to none", sendfile(99, fd, NULL, 1));
	say("from none", sendfile(STDOUT_FILENO, 99, NULL, 1));
}

static void seeks(void)
{
	char text[8] = "";

	say("the last three", lseek(fd, -3, SEEK_END));
	say("are read", read(fd, text, sizeof(text)));
	say("no more", read(fd, text, sizeof(text)));
	say("behind the end", lseek(fd, 100, SEEK_END));
	say("nothing is there", read(fd, text, 1));
	say("before the start", lseek(fd, -1, SEEK_SET));
	say("from here", lseek(fd, -200, SEEK_CUR));
	say("whence 9", lseek(fd, 0, 9));
	lseek(fd, 4, SEEK_SET);
	say("pread", pread(fd, text, 4, 9));
	say("pread at the last", pread(fd, text, 4, 23));
	say("pread at the end", pread(fd, text, 4, 24));
	say("pread before the start", pread(fd, text, 4, -1));
	printf("%.8s\n", text);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0); /* whole lines in the log */
	fd = open("etc/text", O_RDONLY);
	sends();
	seeks();
	return 0;
}
