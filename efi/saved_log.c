/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log that the last run has left in a variable of the firmware's becomes a
 * file of the boot volume, and the variable is deleted. Without a volume that
 * can be written, it waits for one.
 */
#include "loader.h"

#include "saved_log.h"
#include "lib/printf.h"
#include "lib/string.h"

#define LOGS "\\gatehouse\\logs"
#define PATH_SIZE (sizeof(LOGS "\\") + SAVED_LOG_FILE)

static struct runtime_buffer *buffer;

/* Anybody may have written the variable: no name leads out of the folder. */
static bool is_file_name(const char *name)
{
	u32 i;

	for (i = 0; i < SAVED_LOG_FILE && name[i]; i++)
		if (name[i] != '.' && name[i] != '-' &&
		    !(name[i] >= '0' && name[i] <= '9') &&
		    !(name[i] >= 'a' && name[i] <= 'z'))
			return false;
	return i && i < SAVED_LOG_FILE;
}

/* size: of the variable. */
static bool is_whole(const struct saved_log *log, u64 size)
{
	u32 crc = 0;

	if (size < SAVED_LOG_HEADER || size > SAVED_LOG_MAX)
		return false;
	loader.boot->CalculateCrc32((void *)log->file, size - sizeof(log->crc),
				    &crc);
	return crc == log->crc && is_file_name(log->file);
}

static bool write_log(const struct saved_log *log, u64 size)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), LOGS "\\%s", log->file);
	if (!make_directory("\\gatehouse") || !make_directory(LOGS) ||
	    !write_file(path, log->gzip, size - SAVED_LOG_HEADER))
		return false;
	remark("the log of the last run is in %s", path);
	return true;
}

static EFI_STATUS take(void)
{
	EFI_RUNTIME_SERVICES *runtime = loader.system->RuntimeServices;
	EFI_GUID *guid = (EFI_GUID *)buffer->guid;
	UINTN size = SAVED_LOG_MAX;
	EFI_STATUS status = runtime->GetVariable(buffer->name, guid, NULL,
						 &size, &buffer->log);

	if (status == EFI_NOT_FOUND)
		return status;
	if (EFI_ERROR(status) || !is_whole(&buffer->log, size))
		remark("the log of the last run is damaged: it is deleted");
	else if (!write_log(&buffer->log, size))
		return EFI_SUCCESS;
	return runtime->SetVariable(buffer->name, guid, 0, 0, NULL);
}

void take_saved_log(void)
{
	static const EFI_GUID guid = SAVED_LOG_GUID;
	EFI_PHYSICAL_ADDRESS phys;
	EFI_TIME time;

	if (EFI_ERROR(FIRMWARE(loader.boot->AllocatePages(
		    AllocateAnyPages, EfiRuntimeServicesData,
		    ALIGN_UP(sizeof(*buffer), PAGE_SIZE) >> PAGE_SHIFT,
		    &phys))))
		return;
	buffer = (void *)phys;
	memcpy(buffer->name, SAVED_LOG_NAME, sizeof(SAVED_LOG_NAME));
	memcpy(buffer->guid, &guid, sizeof(guid));
	loader.info->firmware.buffer_phys = phys;
	FIRMWARE(take());

	memset(&time, 0, sizeof(time));
	FIRMWARE(loader.system->RuntimeServices->GetTime(&time, NULL));
	memcpy(&loader.info->time, &time, sizeof(loader.info->time));
}
