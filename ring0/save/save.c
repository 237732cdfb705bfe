/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has the firmware keep the log in a variable. leave() comes in here, once the
 * log has ended.
 */

#include "boot/outcome.h"
#include "dev/power.h"
#include "lib/gzip.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "log/console.h"
#include "log/ktap.h"
#include "log/page.h"
#include "mm/pages.h"
#include "save/deflate.h"
#include "save/record.h"
#include "save/runtime_call.h"
#include "saved_log.h"

/* What a store has for each variable besides its data: more than enough. */
#define OVERHEAD 512
#define ROOM_MIN 1024 /* less room says nothing of a run */

enum answer { STORE_SIZE, STORE_FREE, VARIABLE_MAX };

void save_init(void);
void save_run(void);

static const struct boot_info *boot;
static struct runtime_buffer *buffer; /* in the direct map */

/* The address at which the firmware sees a member of the buffer. */
#define FIRMWARES(member) \
	(boot->firmware.buffer_phys + offsetof(struct runtime_buffer, member))

/* Returns how large the variable may be, so that half of the store is free. */
static u64 find_room(void)
{
	const struct firmware *firmware = &boot->firmware;
	const u64 arguments[5] = {
		SAVED_LOG_ATTRIBUTES, FIRMWARES(answer[STORE_SIZE]),
		FIRMWARES(answer[STORE_FREE]), FIRMWARES(answer[VARIABLE_MAX]),
	};
	u64 room = SAVED_LOG_MAX, half, spare;

	if (!firmware->query_variable_info_phys ||
	    runtime_call(firmware->query_variable_info_phys, firmware->cr3,
			 arguments))
		return 0;
	half = buffer->answer[STORE_SIZE] / 2;
	spare = buffer->answer[STORE_FREE];
	spare = spare > half ? spare - half : 0;
	if (room > spare)
		room = spare;
	if (room > buffer->answer[VARIABLE_MAX])
		room = buffer->answer[VARIABLE_MAX];
	return room > OVERHEAD + ROOM_MIN ? room - OVERHEAD : 0;
}

/* Compresses as much of the log as fits. Returns the bytes. */
static u64 compress(u64 room)
{
	u64 size = record_size(), length, packed = 0;

	while (!packed && size) {
		const char *text = record_cut(size, &length);

		packed = gzip_deflate(text, length, buffer->log.gzip, room);
		size -= size / 8 + 1;
	}
	return packed;
}

static u64 write_variable(u64 size)
{
	const u64 arguments[5] = {
		FIRMWARES(name), FIRMWARES(guid), SAVED_LOG_ATTRIBUTES, size,
		FIRMWARES(log),
	};

	return runtime_call(boot->firmware.set_variable_phys,
			    boot->firmware.cr3, arguments);
}

static void name_file(void)
{
	const struct start_time *at = &boot->time;

	snprintf(buffer->log.file, sizeof(buffer->log.file),
		 "%04u%02u%02u-%02u%02u%02u.log.gz", at->year, at->month,
		 at->day, at->hour, at->minute, at->second);
}

/* The log has ended: only the screen can say what became of it. */
static void save(void)
{
	u64 room = find_room(), size, status;

	if (!room) {
		page_print(PAGE_LOG, "Log", "not saved: the firmware has no "
			   "room for it");
		return;
	}
	memset(buffer->log.file, 0, sizeof(buffer->log.file));
	name_file();
	size = SAVED_LOG_HEADER + compress(room - SAVED_LOG_HEADER);
	buffer->log.crc = gzip_crc32(buffer->log.file,
				     size - sizeof(buffer->log.crc));
	status = write_variable(size);
	if (status)
		page_print(PAGE_LOG, "Log", "not saved: the firmware's status "
			   "is %#lx", status);
	else
		page_print(PAGE_LOG, "Log", "saved: the next start from this "
			   "stick writes it there");
}

/* Called when the module has been loaded. */
void save_init(void)
{
	boot = outcome_boot_info();
	if (!boot->firmware.set_variable_phys || !boot->firmware.buffer_phys) {
		printk("# save: the firmware keeps no variable\n");
		return;
	}
	buffer = phys_to_virt(boot->firmware.buffer_phys);
	if (!record_init()) {
		printk("# save: no memory\n");
		return;
	}
	printk("# save: this log is kept, for the next start\n");
	power_at_leaving = save;
}

/* init=save: the module is no program, and says so. */
void save_run(void)
{
	ktap_result(false, "save # cannot run: it is no program; the option "
			   "save=yes loads it");
}
