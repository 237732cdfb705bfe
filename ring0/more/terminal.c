/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial port as a terminal that programs read from, a line at a time
 * (Linux's canonical mode). The log is paper: what is typed is printed there,
 * and what is rubbed out stands between "\" and "/", as ECHOPRT has it.
 */

#include "more/more.h"
#include <asm/errno.h>
#include "cpu_ops.h"
#include "dev/timer.h"
#include "log/console.h"
#include "log/uart.h"
#include "mm/user_copy.h"
#include "task/signal.h"
#include "task/task.h"
#include "task/wait.h"

#define LINE_MAX 4096	/* Linux's */
#define POLLS 1000	/* a second: no interrupt of the UART comes */

#define CONTROL(letter) ((letter) & 0x1f)
#define DELETE 0x7f

/* One line. What comes after it waits in the UART. */
static struct {
	u32 pid;      /* whose it is */
	u8 text[LINE_MAX];
	u32 used, taken;
	bool ready;   /* it has its end: read() returns it */
	bool erasing; /* the last key rubbed something out */
} line;

static void print(const char *text, size_t length)
{
	console_write_ring3(text, length);
}

static void end_erasing(void)
{
	if (line.erasing)
		print("/", 1);
	line.erasing = false;
}

static void erase(void)
{
	if (!line.used)
		return;
	if (!line.erasing)
		print("\\", 1);
	line.erasing = true;
	print((const char *)&line.text[--line.used], 1);
}

static void add(u8 c)
{
	end_erasing();
	line.text[line.used++] = c;
	line.ready = c == '\n' || line.used == LINE_MAX;
	print((const char *)&c, 1);
}

/* Drops the line, and says which key did so. */
static void drop(const char *key)
{
	end_erasing();
	line.used = 0;
	print(key, 3);
}

static void type(u8 c)
{
	switch (c) {
	case CONTROL('C'):
		drop("^C\n");
		signal_send(SIGINT, SI_KERNEL);
		break;
	case CONTROL('U'):
		drop("^U\n");
		break;
	case CONTROL('D'): /* ends the line, and if that is empty, the file */
		end_erasing();
		line.ready = true;
		break;
	case CONTROL('H'):
	case DELETE:
		erase();
		break;
	default:
		add(c == '\r' ? '\n' : c);
	}
}

/*
 * Takes what was typed up to the end of the line. *nobody: nobody can type. A
 * new program finds the line empty.
 */
static bool take_line(bool *nobody)
{
	s32 c = 0;

	if (line.pid != current_task()->pid) {
		line.used = line.taken = 0;
		line.ready = line.erasing = false;
		line.pid = current_task()->pid;
	}
	while (!line.ready && (c = uart_receive()) >= 0)
		type(c);
	*nobody = c == -ENODEV;
	return line.ready;
}

static bool ready(void)
{
	bool nobody;

	return take_line(&nobody);
}

static long take(u64 buffer, u64 count)
{
	u32 left = line.used - line.taken;

	if (count > left)
		count = left;
	if (!copy_to_user(buffer, line.text + line.taken, count))
		return -EFAULT;
	line.taken += count;
	if (line.taken == line.used) {
		line.used = line.taken = 0;
		line.ready = false;
	}
	return count;
}

static u64 tsc_hz(void)
{
	u64 hz;

	local_irq_disable();
	hz = timer_tsc_hz();
	local_irq_enable();
	return hz;
}

static long read(u64 buffer, u64 count, bool wait)
{
	bool nobody;

	if (!count)
		return 0;
	while (!take_line(&nobody)) {
		if (nobody)
			return 0;
		if (!wait)
			return -EAGAIN;
		if (!wait_until(rdtsc() + tsc_hz() / POLLS))
			return -ERESTARTSYS;
	}
	return take(buffer, count);
}

const struct console_input terminal = { ready, read };
