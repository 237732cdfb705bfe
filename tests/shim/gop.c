/* SPDX-License-Identifier: BSD-2-Clause */
/* A graphics output protocol that is hidden, or says what is not so. */
#include "shim.h"
#include <efilib.h>

static EFI_GUID gop_guid = EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID;

typedef void changer(EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE *mode);

static EFI_STATUS for_each(EFI_SYSTEM_TABLE *system, changer *change)
{
	EFI_BOOT_SERVICES *boot = system->BootServices;
	EFI_GRAPHICS_OUTPUT_PROTOCOL *gop;
	EFI_HANDLE *handles;
	UINTN count, i;
	EFI_STATUS status = boot->LocateHandleBuffer(ByProtocol, &gop_guid,
						     NULL, &count, &handles);

	for (i = 0; !EFI_ERROR(status) && i < count; i++) {
		status = boot->HandleProtocol(handles[i], &gop_guid,
					      (void **)&gop);
		if (!EFI_ERROR(status))
			change(gop->Mode);
	}
	return status;
}

/* More lines than the framebuffer has bytes for. */
static void too_small(EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE *mode)
{
	mode->FrameBufferSize = mode->Info->PixelsPerScanLine;
}

static void no_base(EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE *mode)
{
	mode->FrameBufferBase = 0;
}

static void no_mode(EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE *mode)
{
	mode->MaxMode = 0;
	mode->Info = NULL;
}

static EFI_LOCATE_HANDLE_BUFFER real_locate;

static EFI_STATUS EFIAPI locate_no_gop(EFI_LOCATE_SEARCH_TYPE type,
				       EFI_GUID *protocol, VOID *key,
				       UINTN *count, EFI_HANDLE **handles)
{
	if (protocol && !CompareGuid(protocol, &gop_guid))
		return EFI_NOT_FOUND;
	return real_locate(type, protocol, key, count, handles);
}

EFI_STATUS gop_hidden(EFI_SYSTEM_TABLE *system)
{
	real_locate = system->BootServices->LocateHandleBuffer;
	system->BootServices->LocateHandleBuffer = locate_no_gop;
	return EFI_SUCCESS;
}

EFI_STATUS gop_too_small(EFI_SYSTEM_TABLE *system)
{
	return for_each(system, too_small);
}

EFI_STATUS gop_without_base(EFI_SYSTEM_TABLE *system)
{
	return for_each(system, no_base);
}

EFI_STATUS gop_without_modes(EFI_SYSTEM_TABLE *system)
{
	return for_each(system, no_mode);
}
