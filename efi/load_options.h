/* SPDX-License-Identifier: BSD-2-Clause */
/* Options come in two forms, UTF-16 and a file; both become ASCII. Pure. */
#ifndef EFI_LOAD_OPTIONS_H
#define EFI_LOAD_OPTIONS_H

#include "types.h"

/*
 * Converts an image's load options, which should be UTF-16, but are ASCII from
 * some tools, and may be anything. text needs room for size + 1 bytes. A byte
 * order mark is skipped, and so is a first word that ends in ".efi": argv[0],
 * which the shell and iPXE pass. The text ends before the first character that
 * is not printable ASCII or blank, and is NUL-terminated. Returns its length.
 * *bad: where the options stop being text other than by a NUL; size: nowhere.
 */
size_t load_options_decode(const void *options, size_t size, char *text,
			   size_t *bad);

/*
 * Converts the size bytes of a file to ASCII, in place: UTF-8 or UTF-16, known
 * by the byte order mark, or by the zero bytes of its first character. What is
 * not ASCII becomes '?'. Returns the length. *bad: where a NUL ends the text;
 * size, or size - 1 for half a character at the end: nowhere.
 */
size_t text_decode(char *text, size_t size, size_t *bad);

/* How many of text's size bytes to keep: at most max, and no cut-off word. */
size_t text_cut(const char *text, size_t size, size_t max);

#endif
