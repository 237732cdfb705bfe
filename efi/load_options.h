/* SPDX-License-Identifier: BSD-2-Clause */
/* Options come in two forms, UTF-16 and a file; both become ASCII. Pure. */
#ifndef EFI_LOAD_OPTIONS_H
#define EFI_LOAD_OPTIONS_H

#include "types.h"

/*
 * Converts an image's load options, which should be UTF-16 but may be anything.
 * text needs room for size / 2 + 1 bytes. A byte order mark is skipped, and so
 * is a first word that ends in ".efi": argv[0], which the shell and iPXE pass.
 * The text ends before the first character that is not printable ASCII or
 * blank, and is NUL-terminated. Returns its length.
 */
size_t load_options_decode(const void *options, size_t size, char *text);

/* How many of text's size bytes to keep: at most max, and no cut-off word. */
size_t text_cut(const char *text, size_t size, size_t max);

/* The length of the UTF-8 byte order mark that text starts with: 3 or 0. */
size_t text_mark(const char *text, size_t size);

#endif
