/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Draws the characters. The framebuffer is only written, and only where
 * something changes: a read of it is slow, and so is a write unless the CPU
 * combines many (ioremap_wc()).
 */

#include "log/screen.h"
#include <stdarg.h>
#include "log/boot_time.h"
#include "font.h"
#include "lib/printf.h"
#include "lib/string.h"

#define GLYPH_WIDTH 8
#define GLYPH_HEIGHT ARRAY_SIZE(font[0])
#define RGBX 0 /* boot_info.h, struct framebuffer: red has the lowest address */

struct screen screen;

/* What is on the screen, so that it need not be read. */
static struct cell {
	char character; /* '\0': unknown */
	u8 style;
} shown[SCREEN_ROWS][SCREEN_COLUMNS];

static const struct {
	u32 ink, paper; /* 0xRRGGBB */
} colors[] = {
	[STYLE_TEXT] = { 0xf0f0f0, 0x101418 },
	[STYLE_LABEL] = { 0x8fa3b0, 0x101418 },
	[STYLE_TITLE] = { 0xffffff, 0x1f4e79 },
	[STYLE_PASS] = { 0xffffff, 0x1e7b34 },
	[STYLE_FAIL] = { 0xffffff, 0xb3261e },
	[STYLE_BARE] = { 0xffffff, 0xd9822b },
	[STYLE_REST] = { 0xffffff, 0x3b6fb6 },
};

static u32 pixel_of(u32 color)
{
	if (!screen.rgbx)
		return color;
	return (color & 0xff) << 16 | (color & 0xff00) | color >> 16;
}

static u32 *fill(u32 *to, u32 count, u32 pixel)
{
	while (count--)
		*to++ = pixel;
	return to;
}

/* Draws a character; a dot of the font becomes scale by scale pixels. */
static void draw(u32 *to, char character, u32 scale, enum screen_style style)
{
	const u8 *glyph = font[character - ' '];
	u32 ink = pixel_of(colors[style].ink);
	u32 paper = pixel_of(colors[style].paper);
	u32 line, dot;

	for (line = 0; line < GLYPH_HEIGHT * scale; line++) {
		u32 *at = to + (u64)line * screen.pitch;

		for (dot = 0; dot < GLYPH_WIDTH; dot++)
			at = fill(at, scale,
				  glyph[line / scale] & 0x80 >> dot ? ink
								    : paper);
	}
}

static u32 *cell_at(u32 row, u32 column)
{
	return screen.pixels + (u64)row * GLYPH_HEIGHT * screen.scale *
	       screen.pitch + column * GLYPH_WIDTH * screen.scale;
}

static void put(u32 row, u32 column, char character, enum screen_style style)
{
	struct cell cell = { character, style };

	if (row >= SCREEN_ROWS || column >= SCREEN_COLUMNS)
		return;
	if (character < ' ' || character > '~')
		cell.character = '?';
	if (!memcmp(&shown[row][column], &cell, sizeof(cell)))
		return;
	shown[row][column] = cell;
	draw(cell_at(row, column), cell.character, screen.scale, style);
}

static void blank(const struct framebuffer *framebuffer, u32 *pixels)
{
	u32 paper = pixel_of(colors[STYLE_TEXT].paper), line;

	for (line = 0; line < framebuffer->height; line++)
		fill(pixels + (u64)line * framebuffer->pixels_per_line,
		     framebuffer->width, paper);
}

bool screen_init(const struct framebuffer *framebuffer, void *pixels)
{
	const u32 width = SCREEN_COLUMNS * GLYPH_WIDTH;
	const u32 height = SCREEN_ROWS * GLYPH_HEIGHT;
	u32 x = framebuffer->width / width, y = framebuffer->height / height;

	screen.scale = x < y ? x : y;
	if (!pixels || !screen.scale)
		return false;
	screen.pitch = framebuffer->pixels_per_line;
	screen.rgbx = framebuffer->format == RGBX;
	blank(framebuffer, pixels);
	x = (framebuffer->width - width * screen.scale) / 2;
	y = (framebuffer->height - height * screen.scale) / 2;
	screen.pixels = (u32 *)pixels + (u64)y * screen.pitch + x;
	return true;
}

void screen_print(u32 row, u32 column, u32 width, enum screen_style style,
		  const char *format, ...)
{
	enum boot_part part = boot_time_switch(BOOT_OUTPUT);
	char text[SCREEN_COLUMNS + 1];
	size_t length;
	va_list args;
	u32 i;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	length = strlen(text);
	for (i = 0; i < width && screen.pixels; i++)
		put(row, column + i, i < length ? text[i] : ' ', style);
	boot_time_switch(part);
}

void screen_big(u32 row, enum screen_style style, const char *text)
{
	u32 scale = screen.scale * SCREEN_BIG_ROWS, end = row + SCREEN_BIG_ROWS;
	u32 column = (SCREEN_COLUMNS - strlen(text) * SCREEN_BIG_ROWS) / 2;
	u32 *to;

	if (!screen.pixels)
		return;
	for (to = cell_at(row, column); *text; text++) {
		draw(to, *text, scale, style);
		to += GLYPH_WIDTH * scale;
	}
	for (; row < end; row++)
		memset(shown[row], 0, sizeof(shown[row]));
}

void screen_stop(void)
{
	screen.pixels = NULL;
}
