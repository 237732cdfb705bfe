/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostile[:GROUP] attempts all that ring 3 must not get away with, and compares
 * each attempt's outcome with the manuals'. hostile:end:KIND does something
 * that ring 0 must end the program for.
 */
#include "hostile.h"
#include "ring3/lib/print.h"
#include "lib/string.h"

int main(int argc, char **argv);

bool sweep_all;

static const struct group *const groups[] = {
	&privileged_group, &sweep_group, &selector_group, &address_group,
	&stack_group,	   &frame_group, &attack_group, &own_stack_group,
	&count_group,	   &leftover_group, &ldt_group,	  &memory_group,
	&exception_group,
};

/*
 * leftovers runs only by its name: it checks what a program starts with, and it
 * leaves a watchpoint, which on QEMU unaligned writes elsewhere in its page hit
 * (F-229.NEAR).
 */
static bool chosen(const struct group *group, const char *name)
{
	return name ? !strcmp(group->name, name) : group != &leftover_group;
}

static unsigned int count_rows(const char *name)
{
	unsigned int rows = 0;

	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		if (chosen(groups[i], name))
			rows += groups[i]->count;
	return rows;
}

static int usage(void)
{
	print("# hostile, hostile:end:KIND, or hostile:GROUP[:all], one of\n");
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		print("#   %s\n", groups[i]->name);
	return 1;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;

	ldt_note_start();
	if (name && !strcmp(name, "end")) {
		hostile_ending(argc > 2 ? argv[2] : "");
		return 1;
	}
	if (!count_rows(name))
		return usage();
	sweep_all = argc > 2 && !strcmp(argv[2], "all");
	ktap_plan(count_rows(name));
	catch_faults();
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		if (chosen(groups[i], name))
			run_group(groups[i]);
	return ktap_end();
}
