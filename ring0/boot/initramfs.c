/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initramfs: the boot volume's, if there is one, and the two that Gatehouse
 * carries. The second of those is looked at when something was in neither of
 * the first two. Each of its files is compressed by itself, and inflated when
 * it is asked for: so a boot inflates nothing but what it runs.
 */

#include "boot/initramfs.h"
#include <linux/stat.h>
#include "log/console.h"
#include "lib/cpio.h"
#include "lib/gzip.h"
#include "lib/path.h"
#include "lib/string.h"
#include "lib/unpack.h"
#include "mm/pages.h"
#include "sys/root.h"

#define ROOM_STEP (64u << 10) /* bytes */
#define ROOM_MAX (64u << 20)

enum { BOOT_VOLUME, EMBEDDED, EXTRA, BUFFERS };

static struct buffer {
	const char *name;
	struct file file; /* when it was opened: what of it serves, unpacked */
	bool opened;
} buffers[BUFFERS] = {
	[BOOT_VOLUME] = { .name = "boot volume's" },
	[EMBEDDED] = { .name = "embedded" },
	[EXTRA] = { .name = "embedded, extra" },
};

/* Room for what is inflated comes as it is needed: no header tells its size. */
static const char *more_room(struct inflate_data *data)
{
	if (data->capacity >= ROOM_MAX)
		return "it inflates to more than 64 MiB";
	if (!area_resize(data->output, data->capacity + ROOM_STEP))
		return "no memory to inflate it";
	data->capacity += ROOM_STEP;
	return NULL;
}

static void print_error(const char *name, const struct unpacked *unpacked)
{
	printk("# initramfs: %s: ", name);
	if (unpacked->archive > 1)
		printk("archive %u: ", unpacked->archive);
	if (unpacked->compression[0])
		printk("%s: ", unpacked->compression);
	printk("%s, at byte %lu%s; %s\n", unpacked->error, unpacked->offset,
	       unpacked->inflated ? " of what is inflated" : "",
	       unpacked->files ? "what stands before it serves"
			       : "it is not used");
}

static void unpack_buffer(struct buffer *buffer)
{
	struct inflate_data data = {
		.input = buffer->file.data,
		.size = buffer->file.size,
		.output = area_begin(),
		.more = more_room,
	};
	struct unpacked unpacked = unpack(&data);

	if (data.capacity)
		area_resize(data.output, data.written);
	buffer->file = (struct file){ unpacked.data, unpacked.size };
	if (unpacked.files || !unpacked.error) {
		printk("# initramfs: %s, %lu bytes, ", buffer->name,
		       unpacked.size);
		if (unpacked.archives > 1)
			printk("archives: %u, ", unpacked.archives);
		printk("files: %u\n", unpacked.files);
	}
	if (unpacked.error)
		print_error(buffer->name, &unpacked);
}

static const struct file *open_buffer(unsigned int index)
{
	struct buffer *buffer = &buffers[index];

	if (buffer->file.data && !buffer->opened)
		unpack_buffer(buffer);
	buffer->opened = true;
	return &buffer->file;
}

void initramfs_init(const struct boot_info *boot)
{
	buffers[BOOT_VOLUME].file = boot->initramfs_esp;
	buffers[EMBEDDED].file = boot->initramfs_embedded;
	buffers[EXTRA].file = boot->initramfs_extra;
	root_mount(open_buffer(BOOT_VOLUME));
	open_buffer(EMBEDDED);
}

static unsigned int found_in; /* which buffer look_up() found it in */

static bool look_up(const char *path, struct cpio_entry *entry)
{
	for (found_in = 0; found_in < BUFFERS; found_in++) {
		const struct file *file = open_buffer(found_in);

		if (file->data &&
		    cpio_find(file->data, file->size, path, entry))
			return true;
	}
	return false;
}

/* A file that was inflated. It comes after the file's bytes. */
struct inflated {
	struct inflated *next;
	const void *compressed;
	struct file file;
};

static struct inflated *inflated_files;

static const struct inflated *inflate_file(const char *name,
					   const struct file *file)
{
	struct inflate_data data = {
		.input = file->data,
		.size = file->size,
		.output = area_begin(),
		.more = more_room,
	};
	const char *error = gzip_inflate(&data);
	struct inflated *inflated;
	u64 end = ALIGN_UP(data.written, sizeof(u64)) + sizeof(*inflated);

	if (!error)
		error = inflate_room(&data, end - data.written);
	if (error) {
		printk("# initramfs: %s: gzip: %s, at byte %lu\n", name, error,
		       data.next);
		return NULL;
	}
	area_resize(data.output, end);
	inflated = (struct inflated *)(data.output + end) - 1;
	*inflated = (struct inflated){ inflated_files, file->data,
				       { data.output, data.written } };
	inflated_files = inflated;
	return inflated;
}

/* The file that the compressed one is, each time at the same address. */
static bool inflate_once(const char *name, struct file *file)
{
	const struct inflated *inflated = inflated_files;

	while (inflated && inflated->compressed != file->data)
		inflated = inflated->next;
	if (!inflated)
		inflated = inflate_file(name, file);
	if (inflated)
		*file = inflated->file;
	return inflated;
}

bool initramfs_find(const char *name, struct file *file, bool *own)
{
	struct cpio_entry entry;
	const char *error = path_resolve(look_up, name, &entry);

	if (error && error != PATH_NOTHING)
		printk("# initramfs: %s: %s\n", name, error);
	if (error)
		return false;
	*file = (struct file){ entry.data, entry.size };
	*own = found_in != BOOT_VOLUME;
	if (*own && gzip_is(file->data, file->size))
		return inflate_once(name, file);
	return true;
}

#define LINE_WIDTH 72
#define NAMES_MAX 64 /* of an archive's: a log is no place for more */
#define NAME_MAX 32

/* An archive may have any name, but the log is plain ASCII. */
static bool can_be_shown(const struct cpio_entry *entry)
{
	size_t i = 0;

	while (entry->name[i] > ' ' && entry->name[i] <= '~')
		i++;
	return S_ISREG(entry->mode) && i && i <= NAME_MAX && !entry->name[i];
}

/* Returns the column after it. */
static size_t print_name(const char *name, size_t column)
{
	size_t length = strlen(name) + 1;

	if (column && column + length > LINE_WIDTH) {
		printk("\n");
		column = 0;
	}
	printk(column ? " %s" : "#   %s", name);
	return column + length;
}

static void print_names_of(const struct file *archive)
{
	struct cpio cpio = { .data = archive->data, .size = archive->size };
	struct cpio_entry entry;
	unsigned int count = 0;
	size_t column = 0;

	while (count < NAMES_MAX && cpio_next(&cpio, &entry) == CPIO_ENTRY) {
		if (can_be_shown(&entry)) {
			column = print_name(entry.name, column);
			count++;
		}
	}
	if (column)
		printk("\n");
}

void initramfs_print_names(void)
{
	unsigned int i;

	printk("# initramfs: it has\n");
	for (i = 0; i < BUFFERS; i++)
		if (open_buffer(i)->data)
			print_names_of(open_buffer(i));
}
