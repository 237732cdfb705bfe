/* SPDX-License-Identifier: BSD-2-Clause */
/* The two forms in which options come, made one ASCII text. Pure. */
#ifndef EFI_LOAD_OPTIONS_H
#define EFI_LOAD_OPTIONS_H

#include "types.h"

/*
 * An image's load options, which should be UTF-16 but may be anything, to
 * text, which has room for size / 2 + 1 bytes. A byte order mark is skipped,
 * and a first word that ends in ".efi": the shell's and iPXE's argv[0]. The
 * text ends before the first character that is not ASCII text. Returns its
 * length; it is terminated.
 */
size_t load_options_decode(const void *options, size_t size, char *text);

/* How much of a text of size bytes fits in max and ends with a whole word. */
size_t text_cut(const char *text, size_t size, size_t max);

/* The bytes of UTF-8's byte order mark that text starts with: 3, or none. */
size_t text_mark(const char *text, size_t size);

#endif
