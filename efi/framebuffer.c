/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds a screen with a linear framebuffer: one that the firmware's console is
 * shown on, or else the first that has such a framebuffer.
 */
#include "loader.h"

#define BYTES_PER_PIXEL 4

static EFI_GUID gop_guid = EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID;

static bool masks_are(const EFI_PIXEL_BITMASK *masks, u32 red, u32 blue)
{
	return masks->RedMask == red && masks->GreenMask == 0xff00 &&
	       masks->BlueMask == blue;
}

/* Sets *format to one of boot_info's two byte orders. false: it is another. */
static bool find_format(const EFI_GRAPHICS_OUTPUT_MODE_INFORMATION *mode,
			u32 *format)
{
	const EFI_PIXEL_BITMASK *masks = &mode->PixelInformation;

	*format = mode->PixelFormat;
	if (mode->PixelFormat != PixelBitMask)
		return *format == PixelRedGreenBlueReserved8BitPerColor ||
		       *format == PixelBlueGreenRedReserved8BitPerColor;
	*format = masks_are(masks, 0xff, 0xff0000)
			  ? PixelRedGreenBlueReserved8BitPerColor
			  : PixelBlueGreenRedReserved8BitPerColor;
	return masks_are(masks, 0xff, 0xff0000) ||
	       masks_are(masks, 0xff0000, 0xff);
}

static bool size_fits(const struct framebuffer *screen)
{
	u64 line = (u64)screen->pixels_per_line * BYTES_PER_PIXEL;

	return screen->width && screen->height &&
	       screen->width <= screen->pixels_per_line &&
	       screen->height <= screen->size / line;
}

/* false: handle has no linear framebuffer, or its description is wrong. */
static bool use(EFI_HANDLE handle)
{
	struct framebuffer screen = {0};
	EFI_GRAPHICS_OUTPUT_PROTOCOL *gop;
	EFI_STATUS status;

	status = FIRMWARE(loader.boot->HandleProtocol(handle, &gop_guid,
						      (void **)&gop));
	/* Some firmware has a GOP without a mode on the console's handle. */
	if (EFI_ERROR(status) || !gop->Mode || !gop->Mode->MaxMode ||
	    !gop->Mode->Info)
		return false;
	screen.base_phys = gop->Mode->FrameBufferBase;
	screen.size = gop->Mode->FrameBufferSize;
	screen.width = gop->Mode->Info->HorizontalResolution;
	screen.height = gop->Mode->Info->VerticalResolution;
	screen.pixels_per_line = gop->Mode->Info->PixelsPerScanLine;
	if (!screen.base_phys ||
	    !find_format(gop->Mode->Info, &screen.format) ||
	    !size_fits(&screen))
		return false;
	loader.info->framebuffer = screen;
	return true;
}

static bool shows_console(EFI_HANDLE handle)
{
	void *nothing;

	return !EFI_ERROR(FIRMWARE(loader.boot->HandleProtocol(
		handle, &console_out_device_guid, &nothing)));
}

/* Uses the first handle that shows the console, or does not. */
static bool use_first(EFI_HANDLE *handles, UINTN count, bool console)
{
	UINTN i;

	for (i = 0; i < count; i++)
		if (shows_console(handles[i]) == console && use(handles[i]))
			return true;
	return false;
}

void gather_framebuffer(void)
{
	EFI_HANDLE *handles;
	UINTN count;
	EFI_STATUS status;

	status = FIRMWARE(loader.boot->LocateHandleBuffer(
		ByProtocol, &gop_guid, NULL, &count, &handles));
	if (EFI_ERROR(status))
		return;
	if (!use_first(handles, count, true))
		use_first(handles, count, false);
	FIRMWARE(loader.boot->FreePool(handles));
}
