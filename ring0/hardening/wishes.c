/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The options of the module, in Linux's words (its kernel-parameters.txt). The
 * values that mean a thing which Gatehouse does not have are refused.
 */

#include "hardening/hardening.h"
#include "log/console.h"
#include "log/settings.h"

struct word {
	const char *value;
	enum choice choice;
};

static const struct word on_off[] = {
	{ "off", CHOICE_OFF }, { "on", CHOICE_AUTO }, { NULL, 0 }
};
static const struct word full_off[] = {
	{ "off", CHOICE_OFF }, { "full", CHOICE_AUTO }, { NULL, 0 }
};
static const struct word auto_off[] = {
	{ "off", CHOICE_OFF }, { "auto", CHOICE_AUTO }, { NULL, 0 }
};
static const struct word v2[] = {
	{ "off", CHOICE_OFF }, { "on", CHOICE_AUTO }, { "auto", CHOICE_AUTO },
	{ "ibrs", CHOICE_IBRS }, { "eibrs", CHOICE_EIBRS }, { NULL, 0 }
};
static const struct word pti[] = {
	{ "on", CHOICE_ON }, { "off", CHOICE_OFF }, { "auto", CHOICE_AUTO },
	{ NULL, 0 }
};
static const struct word ssbd[] = {
	{ "off", CHOICE_OFF }, { "auto", CHOICE_AUTO }, { "on", CHOICE_ON },
	{ NULL, 0 }
};

static const struct {
	const char *key;
	u8 what; /* enum vulnerability */
	const struct word *words;
} keys[] = {
	{ "pti", MELTDOWN, pti },
	{ "mds", MDS, full_off },
	{ "tsx_async_abort", TSX_ASYNC_ABORT, full_off },
	{ "mmio_stale_data", MMIO_STALE_DATA, full_off },
	{ "reg_file_data_sampling", REG_FILE_DATA_SAMPLING, on_off },
	{ "gather_data_sampling", GATHER_DATA_SAMPLING, auto_off },
	{ "spectre_v2", SPECTRE_V2, v2 },
	{ "spectre_bhi", BHI, on_off },
	{ "retbleed", RETBLEED, auto_off },
	{ "spec_store_bypass_disable", SPEC_STORE_BYPASS, ssbd },
	{ "spec_rstack_overflow", SPEC_RSTACK_OVERFLOW, auto_off },
};

static void say_bad(const struct option *option, const struct word *word)
{
	printk("# option: %.*s: bad value, ignored (%.*s=",
	       (int)option->key_length, option->key, (int)option->key_length,
	       option->key);
	for (; word->value; word++)
		printk("%s%s", word->value, word[1].value ? "|" : ")\n");
}

/* false: the word is none of words. */
static bool choose(const struct option *option, const struct word *words,
		   u8 *choice)
{
	const struct word *word;

	for (word = words; word->value; word++) {
		if (option->value && option_value_is(option, word->value)) {
			*choice = word->choice;
			return true;
		}
	}
	say_bad(option, words);
	return false;
}

static void set_all(const struct option *option, struct wishes *wishes)
{
	u8 choice;
	u32 i;

	if (!choose(option, auto_off, &choice))
		return;
	wishes->mitigate = true;
	for (i = 0; i <= BHI; i++)
		wishes->choices.of[i] = choice;
}

static void set_facts(const struct option *option, u32 *facts)
{
	struct option name;
	enum fact fact;
	u32 i;

	for (i = 0; option->value && setting_field(option, ',', i, &name); i++)
		if (fact_named(&name, &fact))
			*facts |= 1u << fact;
		else
			printk("# option: %.*s: unknown: %.*s, ignored\n",
			       (int)option->key_length, option->key,
			       name.value_length > 40 ?
				       40 : (int)name.value_length,
			       name.value);
}

static void set_switch(const struct option *option, bool *wish)
{
	u8 choice;

	if (choose(option, on_off, &choice))
		*wish = choice != CHOICE_OFF;
}

static void set_one(const struct option *option, struct wishes *wishes)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (option_key_is(option, keys[i].key) &&
		    choose(option, keys[i].words,
			   &wishes->choices.of[keys[i].what]))
			wishes->mitigate = true;
}

static void set_nopti(struct wishes *wishes)
{
	wishes->choices.of[MELTDOWN] = CHOICE_OFF;
	wishes->mitigate = true;
}

static void read_word(const struct option *option, struct wishes *wishes)
{
	if (option_key_is(option, "mitigations"))
		set_all(option, wishes);
	else if (option_key_is(option, "vulnerabilities"))
		set_switch(option, &wishes->table);
	else if (option_key_is(option, "randomize_kstack_offset"))
		set_switch(option, &wishes->kstack_offset);
	else if (option_key_is(option, "stack_erasing"))
		set_switch(option, &wishes->stack_erasing);
	else if (option_key_is(option, "debug_entry"))
		set_switch(option, &wishes->debug_entry);
	else if (option_key_is(option, "context_tracking"))
		set_switch(option, &wishes->context_tracking);
	else if (option_key_is(option, "nopti"))
		set_nopti(wishes);
	else if (option_key_is(option, "setcpuid"))
		set_facts(option, &wishes->set);
	else if (option_key_is(option, "clearcpuid"))
		set_facts(option, &wishes->clear);
	else
		set_one(option, wishes);
}

void wishes_read(const char *options, struct wishes *wishes)
{
	struct option option;

	while ((options = option_next(options, &option)))
		read_word(&option, wishes);
}
