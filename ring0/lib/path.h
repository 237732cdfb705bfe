/* SPDX-License-Identifier: BSD-2-Clause */
/* Paths of files in archives, and where symbolic links lead. Pure. */
#ifndef GATEHOUSE_PATH_H
#define GATEHOUSE_PATH_H

#include "types.h"

struct cpio_entry;

/* They name the same: "/", "./" and "//" mean nothing. */
bool path_same(const char *a, const char *b);

/* Finds what is at a path, and follows no link. false: nothing is. */
typedef bool path_lookup(const char *path, struct cpio_entry *entry);

#define PATH_NOTHING "no such file"

/*
 * The regular file at a path, from the root, where each part may be a symbolic
 * link. NULL, or why there is none: PATH_NOTHING, or
 * another text.
 */
const char *path_resolve(path_lookup *lookup, const char *path,
			 struct cpio_entry *entry);

#endif
