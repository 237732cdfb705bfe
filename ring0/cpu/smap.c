/* SPDX-License-Identifier: BSD-2-Clause */
/* STAC and CLAC, written into ring 0's code. */

#include "cpu/smap.h"
#include "cpu/code_sites.h"

extern const struct code_site __smap_sites_start[], __smap_sites_end[];

void smap_enable(void)
{
	code_sites_write(__smap_sites_start, __smap_sites_end);
}

void smap_byte(u64 va, u8 *byte)
{
	code_sites_byte(__smap_sites_start, __smap_sites_end, va, byte);
}
