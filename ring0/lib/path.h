/* SPDX-License-Identifier: BSD-2-Clause */
/* Paths of files in archives, and where symbolic links lead. Pure. */
#ifndef GATEHOUSE_PATH_H
#define GATEHOUSE_PATH_H

#include "types.h"

struct cpio_entry;

/* true: both name the same file, without regard to "/", "./" and "//". */
bool path_same(const char *a, const char *b);

/* Finds the entry of a path, and follows no link. false: there is none. */
typedef bool path_lookup(const char *path, struct cpio_entry *entry);

/* The errors of path_resolve(), each a text of one address. */
extern const char PATH_NOTHING[], PATH_LOOP[], PATH_TOO_LONG[];

/*
 * Finds the regular file of a path from the root. Each part of the path may be
 * a symbolic link. Returns NULL, or what is wrong: one of the above, or that it
 * is not a regular file; *entry is then what it is.
 */
const char *path_resolve(path_lookup *lookup, const char *path,
			 struct cpio_entry *entry);

#endif
