/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Paths in the boot volume's archive. An archive need not have its directories:
 * each part of a name that others go through is one.
 */

#include "sys/root.h"
#include <asm/errno.h>
#include <linux/stat.h>
#include "lib/cpio.h"
#include "lib/path.h"
#include "lib/string.h"
#include "mm/read_only.h"

#define DIRECTORY_MODE (S_IFDIR | 0555)
#define ROOT_INODE 16 /* the devices' are below */
#define DEVICE_MODE (S_IFCHR | 0666)

static struct file archive;

long (*root_find_more)(const char *path, bool follow,
		       struct node *node) RO_AFTER_INIT;

void root_mount(const struct file *file)
{
	archive = *file;
}

/* Names in an archive may begin with "/" or "./". */
static const char *relative(const char *name)
{
	while (*name == '/' || (name[0] == '.' && (name[1] == '/' || !name[1])))
		name++;
	return name;
}

/* What of name comes below the directory of that path. NULL: nothing does. */
static const char *below(const char *name, const char *path, size_t length)
{
	name = relative(name);
	if (!length)
		return *name ? name : NULL;
	if (strncmp(name, path, length) || name[length] != '/')
		return NULL;
	name = relative(name + length);
	return *name ? name : NULL;
}

/*
 * Two files never have one inode: by that a dynamic linker knows a library that
 * it has. An archive's own numbers may be all the same. depth: the length of a
 * directory's path, which may be there by its first file's name alone.
 */
static u64 inode_of(const struct cpio_entry *entry, size_t depth)
{
	u64 place = entry->data ? (const char *)entry->data -
					  (const char *)archive.data : 0;

	return ROOT_INODE + place * PATH_SIZE + depth;
}

static size_t trimmed_length(const char *path)
{
	size_t length = strlen(path);

	while (length && path[length - 1] == '/')
		length--;
	return length;
}

/* Some file's name goes through path: then it is a directory. */
static bool is_implied(const char *path, struct cpio_entry *entry)
{
	struct cpio cpio = { .data = archive.data, .size = archive.size };
	const char *name = relative(path);
	size_t length = trimmed_length(name);

	if (!length) {
		*entry = (struct cpio_entry){ .name = "",
					      .mode = DIRECTORY_MODE };
		return true;
	}
	while (archive.data && cpio_next(&cpio, entry) == CPIO_ENTRY) {
		if (below(entry->name, name, length)) {
			entry->size = length;
			entry->mode = DIRECTORY_MODE;
			entry->links = 1;
			return true;
		}
	}
	return false;
}

/* A directory's entry has in size the length of its path, which name begins. */
static bool look_up(const char *path, struct cpio_entry *entry)
{
	if (!archive.data || !*relative(path) ||
	    !cpio_find(archive.data, archive.size, path, entry))
		return is_implied(path, entry);
	if (S_ISDIR(entry->mode))
		entry->size = trimmed_length(relative(entry->name));
	return true;
}

static bool find_device(const char *path, struct node *node)
{
	static const struct {
		const char *path;
		u8 kind;
	} devices[] = {
		{ "/dev/console", NODE_CONSOLE },
		{ "/dev/tty", NODE_CONSOLE },
		{ "/dev/null", NODE_NULL },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		if (!path_same(path, devices[i].path))
			continue;
		*node = (struct node){ .kind = devices[i].kind,
				       .mode = DEVICE_MODE,
				       .links = 1,
				       .inode = 1 + i };
		return true;
	}
	return false;
}

static void set_node(struct node *node, const struct cpio_entry *entry)
{
	*node = (struct node){
		.kind = S_ISDIR(entry->mode) ? NODE_DIRECTORY :
			S_ISLNK(entry->mode) ? NODE_LINK :
					       NODE_FILE,
		.mode = entry->mode,
		.links = entry->links ? entry->links : 1,
		.inode = inode_of(entry, S_ISDIR(entry->mode) ?
						 entry->size : 0),
		.data = entry->data,
		.size = entry->size,
	};
	if (node->kind == NODE_DIRECTORY) {
		node->path = relative(entry->name);
		node->path_length = entry->size;
		node->size = 0;
	}
}

/* A regular file with something below it is -ENOTDIR. */
static long why_not(const char *path)
{
	char part[PATH_SIZE];
	struct cpio_entry entry;
	size_t i;

	memcpy(part, path, strlen(path) + 1);
	for (i = strlen(path); i--;) {
		if (part[i] != '/')
			continue;
		part[i] = '\0';
		if (look_up(part, &entry))
			return S_ISREG(entry.mode) ? -ENOTDIR : -ENOENT;
	}
	return -ENOENT;
}

long root_find(const char *path, bool follow, struct node *node)
{
	struct cpio_entry entry;
	const char *error;
	long found;

	if (!*path)
		return -ENOENT;
	if (find_device(path, node))
		return 0;
	found = root_find_more ? root_find_more(path, follow, node) : -ENOENT;
	if (found != -ENOENT)
		return found;
	if (!follow && look_up(path, &entry) && S_ISLNK(entry.mode)) {
		set_node(node, &entry);
		return 0;
	}
	error = path_resolve(look_up, path, &entry);
	if (error == PATH_LOOP)
		return -ELOOP;
	if (error == PATH_TOO_LONG)
		return -ENAMETOOLONG;
	if (error == PATH_NOTHING)
		return why_not(path);
	set_node(node, &entry);
	if (node->kind == NODE_FILE && path[strlen(path) - 1] == '/')
		return -ENOTDIR;
	return 0;
}

static size_t part_length(const char *name)
{
	size_t length = 0;

	while (name[length] && name[length] != '/')
		length++;
	return length;
}

/* An entry before place has that name in the directory, too. */
static bool came_before(const struct node *directory, u64 place,
			const char *name, size_t length)
{
	struct cpio cpio = { .data = archive.data, .size = archive.size };
	struct cpio_entry entry;
	const char *other;

	while (place-- && cpio_next(&cpio, &entry) == CPIO_ENTRY) {
		other = below(entry.name, directory->path,
			      directory->path_length);
		if (other && part_length(other) == length &&
		    !memcmp(other, name, length))
			return true;
	}
	return false;
}

/* The length of a child's path if it is a directory, as look_up() has it. */
static size_t child_depth(const struct cpio_entry *entry, const char *name,
			  size_t length)
{
	if (!name[length] && !S_ISDIR(entry->mode))
		return 0;
	return name - relative(entry->name) + length;
}

bool root_child(const struct node *directory, u64 *place,
		struct root_child *child)
{
	struct cpio cpio = { .data = archive.data, .size = archive.size };
	struct cpio_entry entry;
	const char *name;
	size_t length;
	u64 at;

	for (at = 0; archive.data && cpio_next(&cpio, &entry) == CPIO_ENTRY;
	     at++) {
		name = below(entry.name, directory->path,
			     directory->path_length);
		if (at < *place || !name)
			continue;
		length = part_length(name);
		if (came_before(directory, at, name, length))
			continue;
		*child = (struct root_child){
			.name = name,
			.length = length,
			.mode = name[length] ? DIRECTORY_MODE : entry.mode,
			.inode = inode_of(&entry, child_depth(&entry, name,
							      length)),
		};
		*place = at + 1;
		return true;
	}
	return false;
}
