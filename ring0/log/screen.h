/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text in a linear framebuffer: 25 rows of 80 characters, as large as the
 * screen allows. Without a screen each function does nothing.
 */
#ifndef RING0_LOG_SCREEN_H
#define RING0_LOG_SCREEN_H

#include "boot_info.h"

#define SCREEN_ROWS 25
#define SCREEN_COLUMNS 80
#define SCREEN_BIG_ROWS 7 /* how high a line of screen_big() is */

enum screen_style {
	STYLE_TEXT,
	STYLE_LABEL,
	STYLE_TITLE,
	STYLE_PASS,
	STYLE_FAIL,
	STYLE_BARE, /* two parts of a bar, of blanks */
	STYLE_REST,
};

/* Where the text is: for who draws something else. */
extern struct screen {
	u32 *pixels; /* the upper left one of the text; NULL: no screen */
	u32 pitch;   /* pixels from one line to the next */
	u32 scale;   /* how many pixels a dot of the font is high, and wide */
	bool rgbx;
} screen;
#define SCREEN_GLYPH_WIDTH 8   /* dots */
#define SCREEN_GLYPH_HEIGHT 16

/*
 * Takes the framebuffer over and blanks it. pixels: where it is mapped, or NULL
 * for none. false: there is none, or it is too small for the text.
 */
bool screen_init(const struct framebuffer *framebuffer, void *pixels);

/*
 * Prints as printf does, at most width characters from column on, and blanks
 * what is left of width.
 */
__attribute__((format(printf, 5, 6))) void
screen_print(u32 row, u32 column, u32 width, enum screen_style style,
	     const char *format, ...);

/* Prints text of at most 11 characters large, in the middle of 7 rows. */
void screen_big(u32 row, enum screen_style style, const char *text);

/* Touches the framebuffer no more: it may be what has failed. */
void screen_stop(void);

#endif
