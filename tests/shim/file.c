/* SPDX-License-Identifier: BSD-2-Clause */
/* A file system that fails if one read asks it for more than 1 MiB. */
#include "shim.h"
#include <efilib.h>

#define READ_MAX (1u << 20)

static EFI_VOLUME_OPEN real_open_volume;
static EFI_FILE_OPEN real_open;
static EFI_FILE_READ real_read;

static EFI_STATUS EFIAPI read_hook(EFI_FILE_HANDLE file, UINTN *size, void *to)
{
	return *size > READ_MAX ? EFI_DEVICE_ERROR : real_read(file, size, to);
}

static EFI_STATUS EFIAPI open_hook(EFI_FILE_HANDLE root, EFI_FILE_HANDLE *file,
				   CHAR16 *name, UINT64 mode, UINT64 attributes)
{
	EFI_STATUS status = real_open(root, file, name, mode, attributes);

	if (!EFI_ERROR(status)) {
		real_read = (*file)->Read;
		(*file)->Read = read_hook;
	}
	return status;
}

static EFI_STATUS EFIAPI open_volume_hook(EFI_FILE_IO_INTERFACE *volume,
					  EFI_FILE_HANDLE *root)
{
	EFI_STATUS status = real_open_volume(volume, root);

	if (!EFI_ERROR(status)) {
		real_open = (*root)->Open;
		(*root)->Open = open_hook;
	}
	return status;
}

EFI_STATUS read_fails(EFI_SYSTEM_TABLE *system)
{
	EFI_FILE_IO_INTERFACE *volume;
	EFI_HANDLE *handles;
	UINTN count, i;
	EFI_STATUS status = system->BootServices->LocateHandleBuffer(
		ByProtocol, &FileSystemProtocol, NULL, &count, &handles);

	for (i = 0; !EFI_ERROR(status) && i < count; i++) {
		status = system->BootServices->HandleProtocol(
			handles[i], &FileSystemProtocol, (void **)&volume);
		if (EFI_ERROR(status))
			break;
		real_open_volume = volume->OpenVolume;
		volume->OpenVolume = open_volume_hook;
	}
	return status;
}
