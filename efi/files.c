/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files of the volume that the loader was started from. If it came from a
 * network or by QEMU's -kernel, there is no volume, and there are no files.
 */
#include "loader.h"

#define PATH_MAX_LENGTH 64
/* Some firmware fails at one large read (uefi-rs 825, systemd 25911). */
#define READ_MAX (1u << 20)

/* EFI_FILE_INFO ends in the file's name, which needs room of its own. */
union file_info {
	EFI_FILE_INFO info;
	u8 room[sizeof(EFI_FILE_INFO) + 256 * sizeof(CHAR16)];
};

static EFI_FILE_HANDLE open_volume(void)
{
	static EFI_GUID guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
	EFI_FILE_IO_INTERFACE *volume;
	EFI_FILE_HANDLE root;
	EFI_STATUS status;

	if (!loader.loaded_image->DeviceHandle)
		return NULL;
	status = FIRMWARE(loader.boot->HandleProtocol(
		loader.loaded_image->DeviceHandle, &guid, (void **)&volume));
	if (EFI_ERROR(status))
		return NULL;
	status = FIRMWARE(volume->OpenVolume(volume, &root));
	if (EFI_ERROR(status)) {
		remark("the boot volume: %s", status_name(status));
		return NULL;
	}
	return root;
}

/* mode, attributes: as in EFI_FILE_PROTOCOL.Open(). */
static EFI_STATUS open_path(const char *path, u64 mode, u64 attributes,
			    EFI_FILE_HANDLE *file)
{
	CHAR16 wide[PATH_MAX_LENGTH];
	EFI_FILE_HANDLE root = open_volume();
	EFI_STATUS status;
	size_t i;

	if (!root)
		return EFI_NOT_FOUND;
	for (i = 0; path[i] && i < PATH_MAX_LENGTH - 1; i++)
		wide[i] = path[i];
	wide[i] = 0;
	status = FIRMWARE(root->Open(root, file, wide, mode, attributes));
	FIRMWARE(root->Close(root));
	return status;
}

EFI_FILE_HANDLE open_file(const char *path, u64 *size)
{
	static EFI_GUID info_guid = EFI_FILE_INFO_ID;
	union file_info buffer;
	UINTN room = sizeof(buffer);
	EFI_FILE_HANDLE file;
	EFI_STATUS status;

	status = open_path(path, EFI_FILE_MODE_READ, 0, &file);
	if (status == EFI_NOT_FOUND)
		return NULL;
	if (EFI_ERROR(status)) {
		remark("%s: %s", path, status_name(status));
		return NULL;
	}
	status = FIRMWARE(file->GetInfo(file, &info_guid, &room, &buffer));
	if (!EFI_ERROR(status) &&
	    !(buffer.info.Attribute & EFI_FILE_DIRECTORY)) {
		*size = buffer.info.FileSize;
		return file;
	}
	remark("%s: %s", path,
	       EFI_ERROR(status) ? status_name(status) : "is a directory");
	FIRMWARE(file->Close(file));
	return NULL;
}

bool read_file(EFI_FILE_HANDLE file, const char *path, void *to, u64 size)
{
	EFI_STATUS status = EFI_SUCCESS;
	u64 done = 0;

	/* A read may return less than asked for; 0 bytes are the file's end. */
	while (done < size) {
		UINTN asked = size - done < READ_MAX ? size - done : READ_MAX;
		UINTN part = asked;

		status = FIRMWARE(file->Read(file, &part, (u8 *)to + done));
		if (EFI_ERROR(status) || !part || part > asked)
			break;
		done += part;
	}
	FIRMWARE(file->Close(file));
	if (done == size)
		return true;
	remark("%s: read %lu of %lu bytes: %s", path, done, size,
	       EFI_ERROR(status) ? status_name(status) : "the file ends");
	return false;
}

#define CREATE (EFI_FILE_MODE_READ | EFI_FILE_MODE_WRITE | EFI_FILE_MODE_CREATE)

bool make_directory(const char *path)
{
	EFI_FILE_HANDLE file;

	if (EFI_ERROR(open_path(path, CREATE, EFI_FILE_DIRECTORY, &file)))
		return false;
	FIRMWARE(file->Close(file));
	return true;
}

bool write_file(const char *path, const void *from, u64 size)
{
	EFI_FILE_HANDLE file;
	EFI_STATUS status, closed;
	UINTN done = size;

	/* An older and longer one would keep its end. */
	if (!EFI_ERROR(open_path(path, CREATE, 0, &file)))
		FIRMWARE(file->Delete(file));
	status = open_path(path, CREATE, 0, &file);
	if (!EFI_ERROR(status)) {
		status = FIRMWARE(file->Write(file, &done, (void *)from));
		closed = FIRMWARE(file->Close(file));
		if (!EFI_ERROR(status))
			status = closed;
	}
	if (!EFI_ERROR(status) && done == size)
		return true;
	remark("%s: %s", path, EFI_ERROR(status) ? status_name(status) :
						   "the volume is full");
	return false;
}
