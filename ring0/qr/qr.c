/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the log as a console does, and makes a line of capitals of the outcome.
 * leave() comes in here, once the log has ended.
 */

#include "qr/qr.h"
#include "cpu/features.h"
#include "cpu/percpu.h"
#include "dev/power.h"
#include "lib/printf.h"
#include "lib/return_decision.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "ptrace.h"

#define LINE 120
#define TOTALS "# totals: "
#define BOOT "# boot:"
#define COST "# cost: "
#define NOT_OK "not ok "

void qr_init(void);
void qr_run(void);

static void (*next_at_leaving)(void);

/* In the log, and in this order in the text. */
static const char *const gates[] = {
	"syscall ", "sysenter ", "int80 ", "syscall32 ",
};
#define GATES_SHOWN ARRAY_SIZE(gates)

static struct {
	char line[LINE];
	u32 used;
	char totals[48], boot[24], failed[QR_TEXT];
	char unit[16], cost[GATES_SHOWN][2][8];
} seen;

/* Copies the first word of text. Returns what follows it. */
static const char *copy_word(char *to, size_t size, const char *text)
{
	while (*text == ' ')
		text++;
	while (size-- > 1 && *text && *text != ' ')
		*to++ = *text++;
	*to = '\0';
	return text;
}

static bool begins(const char *text, const char *with)
{
	return !memcmp(text, with, strlen(with));
}

/* "not ok 3 - NAME # WHY": adds NAME. */
static void note_failed(const char *text)
{
	size_t used = strlen(seen.failed);

	while (*text && *text != '-')
		text++;
	if (!*text)
		return;
	snprintf(seen.failed + used, sizeof(seen.failed) - used, " FAILED:");
	used = strlen(seen.failed);
	copy_word(seen.failed + used, sizeof(seen.failed) - used, text + 1);
}

/* "syscall 286 78", or the line that begins with the figures' unit. */
static void note_cost(const char *text)
{
	const size_t size = sizeof(seen.cost[0][0]);
	u32 i;

	for (i = 0; i < GATES_SHOWN; i++) {
		if (!begins(text, gates[i]))
			continue;
		text += strlen(gates[i]);
		text = copy_word(seen.cost[i][0], size, text);
		copy_word(seen.cost[i][1], size, text);
		return;
	}
	copy_word(seen.unit, sizeof(seen.unit), text);
}

/* "COST:TICKS:286/78:..."; nothing: none was measured. */
static void print_costs(char *text, size_t size)
{
	size_t used;
	u32 i;

	*text = '\0';
	if (!*seen.unit)
		return;
	snprintf(text, size, " COST:%s", seen.unit);
	for (i = 0; i < GATES_SHOWN; i++) {
		used = strlen(text);
		snprintf(text + used, size - used, ":%s/%s", seen.cost[i][0],
			 seen.cost[i][1]);
	}
}

static void end_line(void)
{
	memset(seen.line + seen.used, 0, LINE - seen.used);
	seen.used = 0;
	if (begins(seen.line, TOTALS))
		snprintf(seen.totals, sizeof(seen.totals), "%s",
			 seen.line + sizeof(TOTALS) - 1);
	else if (begins(seen.line, BOOT) && !*seen.boot)
		copy_word(seen.boot, sizeof(seen.boot),
			  seen.line + sizeof(BOOT) - 1);
	else if (begins(seen.line, COST))
		note_cost(seen.line + sizeof(COST) - 1);
	else if (begins(seen.line, NOT_OK))
		note_failed(seen.line + sizeof(NOT_OK) - 1);
}

static void watch(const struct console *console, const char *text,
		  size_t length)
{
	(void)console;
	for (; length; length--, text++) {
		if (*text == '\n')
			end_line();
		else if (*text != '\r' && seen.used < LINE - 1)
			seen.line[seen.used++] = *text;
	}
}

static u64 returns_of(enum gate gate, u32 abi, bool fast)
{
	u64 all = 0;
	u32 reason;

	for (reason = 0; reason < RETURN_REASONS; reason++)
		if ((reason == RETURN_FAST) == fast)
			all += this_cpu->returns[gate][abi][reason];
	return all;
}

/* What the dense alphabet does not have becomes a '.'. */
static void to_alphabet(char *text)
{
	static const char marks[] = " $%*+-./:";

	for (; *text; text++) {
		if (*text >= 'a' && *text <= 'z')
			*text -= 'a' - 'A';
		else if (!(*text >= 'A' && *text <= 'Z') &&
			 !(*text >= '0' && *text <= '9') &&
			 !strchr(marks, *text))
			*text = '.';
	}
}

static void print_outcome(char text[QR_TEXT + 1])
{
	const struct cpu_features *cpu = &cpu_features;
	char costs[96];

	print_costs(costs, sizeof(costs));
	snprintf(text, QR_TEXT + 1,
		 "GATEHOUSE:%s %s CPU:%s:%u:%u:%u%s%s BOOT:%s "
		 "SYSCALL:%lu/%lu SYSENTER:%lu/%lu INT80:%lu "
		 "SYSCALL32:%lu%s%s",
		 GATEHOUSE_VERSION, seen.totals, cpu->vendor, cpu->family,
		 cpu->model, cpu->stepping, *cpu->hypervisor ? " VM:" : "",
		 cpu->hypervisor, *seen.boot ? seen.boot : "-",
		 returns_of(GATE_SYSCALL, ABI_X86_64, true),
		 returns_of(GATE_SYSCALL, ABI_X86_64, false),
		 returns_of(GATE_SYSENTER, ABI_X86_64, true),
		 returns_of(GATE_SYSENTER, ABI_X86_64, false),
		 returns_of(GATE_INT80, ABI_I386, false),
		 returns_of(GATE_SYSCALL, ABI_I386, false), costs, seen.failed);
	to_alphabet(text);
}

static void show(void)
{
	char text[QR_TEXT + 1];
	u32 side;

	print_outcome(text);
	side = qr_encode(text);
	if (side)
		qr_draw(side);
	if (next_at_leaving)
		next_at_leaving();
}

/* Called when the module has been loaded. */
void qr_init(void)
{
	static struct console console = {
		.name = "for the QR code",
		.write = watch,
	};

	console_register(&console);
	next_at_leaving = power_at_leaving;
	power_at_leaving = show;
}

/* init=qr: the module is no program, and says so. */
void qr_run(void)
{
	ktap_result(false, "qr # cannot run: it is no program; the option "
			   "qr=yes loads it");
}
