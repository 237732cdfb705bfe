/* SPDX-License-Identifier: BSD-2-Clause */
/* Paths, part by part, as Linux walks them. */
#include "lib/path.h"

#include <sys/stat.h>
#include "lib/cpio.h"
#include "lib/string.h"

#define MAX_LINKS 40 /* as Linux's MAXSYMLINKS */
#define MAX_PATH 512

const char PATH_NOTHING[] = "no such file";
const char PATH_LOOP[] = "too many symbolic links, or a loop of them";
const char PATH_TOO_LONG[] = "its path is too long";

/* The next part that means something. Length 0: there is none. */
static const char *next_part(const char *path, size_t *length)
{
	for (;;) {
		while (*path == '/')
			path++;
		for (*length = 0; path[*length] && path[*length] != '/';)
			++*length;
		if (*length != 1 || *path != '.')
			return path;
		path++;
	}
}

bool path_same(const char *a, const char *b)
{
	size_t a_length, b_length;

	do {
		a = next_part(a, &a_length);
		b = next_part(b, &b_length);
		if (a_length != b_length || memcmp(a, b, a_length))
			return false;
		a += a_length;
		b += b_length;
	} while (a_length);
	return true;
}

/* A walk: where it is, without links or "..", and what is still to go. */
struct walk {
	char at[MAX_PATH]; /* "/part" for each, at first "" */
	char rest[MAX_PATH];
	u32 links;
};

static void leave_part(struct walk *walk)
{
	size_t length = strlen(walk->at);

	while (length && walk->at[--length] != '/')
		;
	walk->at[length] = '\0';
}

static const char *enter_part(struct walk *walk, const char *part, size_t size)
{
	size_t length = strlen(walk->at);

	if (length + 1 + size >= MAX_PATH)
		return PATH_TOO_LONG;
	walk->at[length] = '/';
	memcpy(walk->at + length + 1, part, size);
	walk->at[length + 1 + size] = '\0';
	return NULL;
}

/* The part that it is at is a link: its target comes before the rest. */
static const char *follow(struct walk *walk, const char *rest,
			  const struct cpio_entry *link)
{
	size_t size = strnlen(link->data, link->size);

	if (++walk->links > MAX_LINKS)
		return PATH_LOOP;
	if (size + strlen(rest) >= MAX_PATH)
		return PATH_TOO_LONG;
	memmove(walk->rest + size, rest, strlen(rest) + 1);
	memcpy(walk->rest, link->data, size);
	leave_part(walk);
	if (size && walk->rest[0] == '/')
		walk->at[0] = '\0';
	return NULL;
}

static bool is_parent(const char *part, size_t size)
{
	return size == 2 && part[0] == '.' && part[1] == '.';
}

/* Goes to the end of the rest. */
static const char *walk_on(struct walk *walk, path_lookup *lookup,
			   struct cpio_entry *entry)
{
	const char *part, *next = walk->rest, *error = NULL;
	size_t size;

	while (!error) {
		part = next_part(next, &size);
		next = part + size;
		if (!size)
			break;
		if (is_parent(part, size))
			leave_part(walk);
		else
			error = enter_part(walk, part, size);
		if (!error && lookup(walk->at, entry) &&
		    S_ISLNK(entry->mode)) {
			error = follow(walk, next, entry);
			next = walk->rest;
		}
	}
	return error;
}

const char *path_resolve(path_lookup *lookup, const char *path,
			 struct cpio_entry *entry)
{
	struct walk walk;
	const char *error;

	/* A name in the archive may itself lead through a link. */
	if (lookup(path, entry) && S_ISREG(entry->mode))
		return NULL;
	if (strlen(path) >= MAX_PATH)
		return PATH_TOO_LONG;
	memcpy(walk.rest, path, strlen(path) + 1);
	walk.at[0] = '\0';
	walk.links = 0;
	error = walk_on(&walk, lookup, entry);
	if (error)
		return error;
	if (!lookup(walk.at, entry))
		return PATH_NOTHING;
	return S_ISREG(entry->mode) ? NULL : "it is not a regular file";
}
