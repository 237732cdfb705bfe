/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot code of a stick's and a CD's first sector. A BIOS loads it at 0x7c00
 * and jumps there in real mode; it says why nothing else happens, and halts.
 */

#define TELETYPE 0x0e	/* int 0x10: prints al; bh: page, bl: color */
#define MBR_CODE 440
#define PAGE_AND_COLOR 0x0007

	.code16
	.text
	.globl	mbr
mbr:
	ljmpw	$0, $1f			/* some BIOSes jump to 0x07c0:0 */
1:	xorw	%ax, %ax
	movw	%ax, %ds
	cld
	movw	$text, %si
2:	lodsb
	testb	%al, %al
	jz	3f
	movb	$TELETYPE, %ah
	movw	$PAGE_AND_COLOR, %bx
	int	$0x10
	jmp	2b
3:	hlt
	jmp	3b

text:
	.ascii	"\r\nGatehouse: this stick boots by UEFI only.\r\n"
	.ascii	"In the firmware's setup switch UEFI boot on, or choose its "
	.asciz	"UEFI entry in the\r\nboot menu.\r\n"

	/* No more than that: a disk's signature and partitions follow. */
	.org	MBR_CODE

	.section .note.GNU-stack, "", @progbits
