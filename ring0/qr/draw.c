/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Draws the code right of the verdict, dark on light, with the margin of four
 * dots that readers need.
 */

#include "qr/qr.h"
#include "log/page.h"

#define MARGIN 4
#define DOT 2 /* dots of the font that a dot of the code is wide, and high */
#define HEIGHT (SCREEN_BIG_ROWS * SCREEN_GLYPH_HEIGHT)
#define RIGHT 24 /* dots of the font from the text's right edge */
#define DARK 0
#define LIGHT 0xffffff

static void draw_dot(u32 x, u32 y, bool dark)
{
	u32 size = DOT * screen.scale, i, j;
	u32 *to = screen.pixels + (u64)y * screen.scale * screen.pitch +
		  x * screen.scale;

	for (i = 0; i < size; i++, to += screen.pitch)
		for (j = 0; j < size; j++)
			to[j] = dark ? DARK : LIGHT;
}

void qr_draw(u32 side)
{
	u32 all = side + 2 * MARGIN, x, y;
	u32 left = SCREEN_COLUMNS * SCREEN_GLYPH_WIDTH - RIGHT - all * DOT;
	u32 top = PAGE_VERDICT * SCREEN_GLYPH_HEIGHT +
		  (HEIGHT - all * DOT) / 2;

	if (!screen.pixels)
		return;
	for (y = 0; y < all; y++)
		for (x = 0; x < all; x++)
			draw_dot(left + x * DOT, top + y * DOT,
				 qr_is_dark(x - MARGIN, y - MARGIN));
}
_Static_assert((QR_SIDE + 2 * MARGIN) * DOT <= HEIGHT, "it fits");
