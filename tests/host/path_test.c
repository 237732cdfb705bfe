/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Linux finds in an initramfs: names from the root, files with several
 * names, symbolic links of each kind, and the last of what has one name.
 */
#include "lib/path.c"
#include "lib/cpio.c"

#include "cpio_sample.h"
#include "tap.h"

static struct archive archive;

static bool look_up(const char *path, struct cpio_entry *entry)
{
	return cpio_find(archive.bytes, archive.size, path, entry);
}

static void expect(const char *path, const char *data)
{
	struct cpio_entry entry;
	const char *error = path_resolve(look_up, path, &entry);

	check(!error && entry.size == strlen(data) &&
		      !memcmp(entry.data, data, entry.size),
	      "%s: %s", path, error ? error : "is another");
}

static void expect_error(const char *path, const char *expected)
{
	struct cpio_entry entry;
	const char *error = path_resolve(look_up, path, &entry);

	check(error && !strcmp(error, expected), "%s: %s", path,
	      error ? error : "was found");
}

static void file(const char *name, const char *data)
{
	add(&archive, S_IFREG | 0755, name, data);
}

static void directory(const char *name)
{
	add(&archive, S_IFDIR | 0755, name, "");
}

static void link_to(const char *name, const char *target)
{
	add(&archive, S_IFLNK | 0777, name, target);
}

static void hard(u32 ino, u32 links, const char *name, const char *data)
{
	add_name(&archive, ino, links, S_IFREG | 0755, name, data);
}

static void test_names(void)
{
	archive = (struct archive){ .size = 0 };
	directory(".");
	file("/home/me/absolute", "a");
	file("./dotted", "d");
	file(".hidden", "h");
	file("twice//slashed", "t");
	file("kind", "file");
	link_to("kind", "/dotted");
	file("other", "file");
	directory("other");
	expect("/home/me/absolute", "a");
	expect("home/me/absolute", "a");
	expect("home/./me/../me/absolute", "a");
	expect("../dotted", "d");
	expect("dotted", "d");
	expect(".hidden", "h");
	expect("twice/slashed", "t");
	expect("kind", "d");
	expect_error("absolute", PATH_NOTHING);
	expect_error("hidden", PATH_NOTHING);
	expect_error("", "it is not a regular file");
	expect_error("other", "it is not a regular file");
	result("names from the root, and the last of what has one name");
}

static void test_hard_links(void)
{
	archive = (struct archive){ .size = 0 };
	hard(5, 3, "a", ""); /* as GNU cpio */
	hard(5, 3, "b", "");
	file("between", "x");
	hard(5, 3, "c", "five");
	hard(6, 2, "d", "six"); /* as others */
	hard(6, 2, "e", "");
	hard(7, 2, "f", "");
	hard(8, 1, "empty", "");
	add_trailer(&archive);
	hard(7, 2, "g", "of another archive");
	expect("a", "five");
	expect("b", "five");
	expect("c", "five");
	expect("d", "six");
	expect("e", "six");
	expect("f", "");
	expect("empty", "");
	expect("g", "of another archive");
	result("a file of several names has the data that came with any");
}

static void test_symbolic_links(void)
{
	char name[16], target[16];
	int i;

	archive = (struct archive){ .size = 0 };
	directory("bin");
	file("bin/hello", "h");
	link_to("bin/beside", "hello");
	link_to("init", "bin/hello");
	link_to("from_root", "/bin/hello");
	link_to("chain", "init");
	link_to("sbin", "bin");
	link_to("bin/up", "../sbin/../init");
	link_to("bin/above", "../../../../bin/hello");
	file("sbin/stored", "s"); /* by a name that leads through a link */
	link_to("dangling", "bin/nothing");
	link_to("loop", "pool");
	link_to("pool", "./loop");
	link_to("self", "self/x");
	link_to("none", "");
	link_to("directory", "bin/.");
	expect("bin/beside", "h");
	expect("init", "h");
	expect("from_root", "h");
	expect("chain", "h");
	expect("sbin/hello", "h");
	expect("/sbin/beside", "h");
	expect("sbin/up", "h");
	expect("bin/above", "h");
	expect("sbin/stored", "s");
	expect_error("dangling", PATH_NOTHING);
	expect_error("none", PATH_NOTHING);
	expect_error("directory", "it is not a regular file");
	expect_error("loop", "too many symbolic links, or a loop of them");
	expect_error("self", "too many symbolic links, or a loop of them");
	result("symbolic links, relative, from the root, and to nothing");
	archive = (struct archive){ .size = 0 };
	file("l0", "end");
	for (i = 1; i <= MAX_LINKS + 1; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(target, sizeof(target), "l%d", i - 1);
		link_to(name, target);
	}
	expect("l40", "end");
	expect_error("l41", "too many symbolic links, or a loop of them");
	result("no more links than Linux follows");
}

static void test_long_paths(void)
{
	char path[2 * MAX_PATH], target[MAX_PATH];
	u64 size;

	memset(target, 'x', sizeof(target));
	target[sizeof(target) - 1] = '\0';
	archive = (struct archive){ .size = 0 };
	link_to("long", target);
	link_to("short", "a/b");
	for (size = 0; size < sizeof(path); size++) {
		memset(path, 'y', size);
		path[size] = '\0';
		expect_error(path, size == 0	    ? PATH_NOTHING :
				   size >= MAX_PATH - 1 ? PATH_TOO_LONG :
							  PATH_NOTHING);
	}
	expect_error("long", PATH_TOO_LONG);
	expect_error("long/y", PATH_TOO_LONG);
	memset(path, '/', sizeof(path));
	memcpy(path, "short", 5);
	path[MAX_PATH - 1] = '\0';
	expect_error(path, PATH_NOTHING);
	result("paths of every length");
}

int main(void)
{
	test_names();
	test_hard_links();
	test_symbolic_links();
	test_long_paths();
	return tap_end();
}
