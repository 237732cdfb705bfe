/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that are in no archive, pipes and counters between threads, epoll, and
 * calls that would change the file system. It runs in a directory that has
 * etc/text.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(const char *what, long result)
{
	printf("%s: %ld%s%s\n", what, result, result < 0 ? " " : "",
	       result < 0 ? strerrorname_np(errno) : "");
}

#define SAY(call) say(#call, (long)(call))

static int ends[2], counter;
static char buffer[4096];

static void *write_later(void *unused)
{
	usleep(2000);
	return write(ends[1], "hello", 5) == 5 ? NULL : unused;
}

static void *write_much(void *unused)
{
	static char much[200000];
	long written = write(ends[1], much, sizeof(much));

	(void)unused;
	close(ends[1]);
	return (void *)written;
}

static void pipes(void)
{
	struct pollfd poll_it = { .events = POLLIN };
	long total = 0, part;
	pthread_t thread;
	void *written;

	SAY(pipe(ends));
	poll_it.fd = ends[0];
	pthread_create(&thread, NULL, write_later, NULL);
	SAY(read(ends[0], buffer, 100));
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, write_later, NULL);
	SAY(poll(&poll_it, 1, -1));
	SAY(read(ends[0], buffer, 100));
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, write_much, NULL);
	while ((part = read(ends[0], buffer, sizeof(buffer))) > 0)
		total += part;
	pthread_join(thread, &written);
	printf("much: %ld of %ld\n", total, (long)written);
}

static void *count_later(void *unused)
{
	const long long three = 3;

	usleep(2000);
	return write(counter, &three, 8) == 8 ? NULL : unused;
}

static void counters(void)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = 77 };
	pthread_t thread;
	int set;

	counter = eventfd(0, EFD_NONBLOCK);
	SAY(read(counter, buffer, 8));
	close(counter);
	counter = eventfd(5, EFD_SEMAPHORE);
	SAY(read(counter, buffer, 8));
	SAY(buffer[0]);
	SAY(read(counter, buffer, 4));
	close(counter);
	counter = eventfd(0, 0);
	set = epoll_create1(0);
	SAY(epoll_ctl(set, EPOLL_CTL_ADD, counter, &event));
	SAY(epoll_ctl(set, EPOLL_CTL_ADD, counter, &event));
	SAY(epoll_wait(set, &event, 1, 2));
	SAY(epoll_ctl(set, EPOLL_CTL_ADD, open("etc/text", O_RDONLY), &event));
	SAY(epoll_ctl(set, EPOLL_CTL_ADD, set, &event));
	SAY(epoll_ctl(set, EPOLL_CTL_DEL, ends[0], &event));
	SAY(epoll_ctl(set, 9, counter, &event));
	pthread_create(&thread, NULL, count_later, NULL);
	SAY(epoll_wait(set, &event, 1, -1));
	printf("its data %d, its events %d\n", (int)event.data.u64,
	       (int)event.events);
	pthread_join(thread, NULL);
	SAY(read(counter, buffer, 8));
	SAY(buffer[0]);
	SAY(epoll_wait(set, &event, 0, 0));
	SAY(epoll_wait(99, &event, 1, 0));
	SAY(epoll_wait(ends[0], &event, 1, 0));
}

static void devices(void)
{
	struct stat stat_of;
	int fd = open("/dev/zero", O_RDWR);
	long length;

	buffer[3] = 1;
	SAY(read(fd, buffer, 16));
	SAY(buffer[3]);
	SAY(write(fd, buffer, 16));
	fd = open("/dev/full", O_RDWR);
	SAY(write(fd, buffer, 16));
	fd = open("/dev/urandom", O_RDONLY);
	SAY(read(fd, buffer, 16));
	length = readlink("/proc/self/exe", buffer, sizeof(buffer) - 1);
	buffer[length < 0 ? 0 : length] = '\0';
	printf("/proc/self/exe: %s\n", strrchr(buffer, '/'));
	fd = open("/proc/self/exe", O_RDONLY);
	SAY(read(fd, buffer, 4));
	printf("it is an ELF file: %.3s\n", buffer + 1);
	SAY(lstat("/proc/self/exe", &stat_of));
	SAY(S_ISLNK(stat_of.st_mode));
	SAY(stat("/proc/self/exe", &stat_of));
	SAY(S_ISREG(stat_of.st_mode));
}

static void others(void)
{
	uid_t real, effective, saved;

	SAY(mkdir("etc", 0));
	SAY(unlink("none/x"));
	SAY(rmdir("none"));
	SAY(chmod("none", 0));
	SAY(rename("none", "other"));
	SAY(ftruncate(0, -1));
	SAY(ftruncate(99, 1));
	SAY(fsync(99));
	SAY(fsync(ends[0]));
	SAY(setuid(0));
	SAY(getresuid(&real, &effective, &saved));
	SAY(sched_get_priority_max(SCHED_FIFO));
	SAY(sched_get_priority_min(SCHED_OTHER));
	SAY(sched_get_priority_max(9));
	SAY(sched_getscheduler(0));
	SAY(getpriority(PRIO_PROCESS, 0));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0); /* whole lines in the log */
	pipes();
	counters();
	devices();
	others();
	return 0;
}
