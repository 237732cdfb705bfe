# SPDX-License-Identifier: BSD-2-Clause
#
# $(BUILD)/BOOTX64.EFI: the loader, and embedded.S with all that it carries; and
# $(BUILD)/gatehouse.img, the stick.
.PHONY: usb usb-write iso

all: $(BUILD)/BOOTX64.EFI

# gnu-efi: crt0 is System V, EFIAPI Microsoft's; 16-bit wchar_t is UEFI's.
# Debian's gnu-efi 4 has its files in the architecture's folder, 3 does not.
GNU_EFI := /usr
efi_file = $(or $(firstword $(wildcard $(addsuffix /$(1),\
	$(GNU_EFI)/lib/x86_64-linux-gnu $(GNU_EFI)/lib))),$(GNU_EFI)/lib/$(1))
EFI_LDS = $(call efi_file,elf_x86_64_efi.lds)
EFI_CRT0 = $(call efi_file,crt0-efi-x86_64.o)
EFI_LIBS = -L$(dir $(EFI_CRT0)) -lgnuefi -lefi
CFLAGS_efi := -ffunction-sections -fvisibility=hidden -fpic -fshort-wchar \
	-mno-red-zone -DGNU_EFI_USE_MS_ABI \
	-isystem $(GNU_EFI)/include/efi \
	-isystem $(GNU_EFI)/include/efi/x86_64
# Debian 13's crt0 calls libefi's _entry, which initializes that library before
# it calls efi_main. Nobody needs that, and its object file has a second memset.
LDFLAGS_efi = -nostdlib -znocombreloc -z noexecstack -shared -Bsymbolic \
	--exclude-libs ALL --no-undefined --build-id=none \
	--defsym=_entry=efi_main -T $(EFI_LDS)
# Without .dynsym: nothing looks a name up at run time.
EFI_SECTIONS := $(addprefix -j ,.text .sdata .data .rodata .dynamic \
	.rel .rela '.rel.*' '.rela.*' .reloc)

$(BUILD)/obj/efi/%.o: % $(BUILD)/.flags | $(BUILD)/.tools
	$(call compile,$(CFLAGS_efi))

# The loader's own, and what it shares with ring 0.
LOADER := $(call objects,efi,$(sort $(wildcard efi/*.c efi/handover.S)) \
	$(patsubst %,ring0/lib/%.c,elf_image options page_table printf \
	printf_spec string uart_parse))
EMBEDDED := $(call objects,efi,efi/embedded.S)
OBJECTS += $(LOADER) $(EMBEDDED)

EMBEDDED_FILES := $(BUILD)/stripped/ring0 $(BUILD)/initramfs.cpio \
	$(BUILD)/extra.cpio
$(EMBEDDED): $(EMBEDDED_FILES)
$(EMBEDDED): private OWN_FLAGS := \
	-DRING0_ELF='"$(word 1,$(EMBEDDED_FILES))"' \
	-DINITRAMFS='"$(word 2,$(EMBEDDED_FILES))"' \
	-DEXTRA='"$(word 3,$(EMBEDDED_FILES))"'

# All but the embedded files, without the functions that nothing calls.
$(BUILD)/loader.o: $(LOADER)
	$(Q)$(call say,LD)
	$(Q)$(LD) -r --gc-sections -e efi_main -o $@ $^

$(BUILD)/BOOTX64.so: $(BUILD)/loader.o $(EMBEDDED)

$(BUILD)/%.so:
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_efi) -o $@ $(EFI_CRT0) $^ $(EFI_LIBS)

$(BUILD)/%.EFI: $(BUILD)/%.so efi/finish.pl
	$(Q)$(call say,EFI)
	$(Q)$(OBJCOPY) -S $(EFI_SECTIONS) --target efi-app-x86_64 \
		--subsystem=10 $< $@
	$(Q)perl efi/finish.pl $< $@

# --- a stick: one FAT32 volume, type "EFI system", in a GPT -------------------

IMAGE_MIB := 64
ESP_START_MIB := 1
ESP_SECTORS := 126976
ESP_FILES := $(wildcard esp/* esp/*/*)

usb: $(BUILD)/gatehouse.img
	@echo "$<: make usb-write DEV=/dev/sdX, or see esp/README.md"

usb-write: $(BUILD)/gatehouse.img
	@$(call need,lsblk,util-linux)
	$(Q)efi/usb-write $< $(call quote,$(DEV))

$(BUILD)/gatehouse.img: $(BUILD)/BOOTX64.EFI $(ESP_FILES)
	@$(call need,sgdisk,gdisk) && $(call need,mformat,mtools)
	$(Q)$(call say,IMG)
	$(Q)rm -f $@ && truncate -s $(IMAGE_MIB)M $@
	$(Q)sgdisk -n 1:$(ESP_START_MIB)M:+$(ESP_SECTORS) \
		-t 1:ef00 -c 1:gatehouse $@ >/dev/null
	$(Q)export MTOOLSRC=/dev/null && \
		mformat -i $@@@$(ESP_START_MIB)M -F -T $(ESP_SECTORS) \
			-H 2048 -v GATEHOUSE :: && \
		mmd -i $@@@$(ESP_START_MIB)M ::EFI ::EFI/BOOT && \
		mcopy -i $@@@$(ESP_START_MIB)M $< ::EFI/BOOT && \
		mcopy -i $@@@$(ESP_START_MIB)M -s esp/* ::

# --- an ISO that boots as a CD and, written to it as it is, from a stick ------

iso: $(BUILD)/gatehouse.iso

# The volume of the stick once more, as small as it can be; and its files in
# ISO9660, too, for firmware that looks there.
ISO_ESP_KIB := 2880
$(BUILD)/gatehouse.iso: $(BUILD)/BOOTX64.EFI $(ESP_FILES)
	@$(call need,xorriso,xorriso) && $(call need,mformat,mtools)
	$(Q)$(call say,ISO)
	$(Q)rm -rf $(BUILD)/iso $(BUILD)/iso.esp && \
		mkdir -p $(BUILD)/iso/EFI/BOOT
	$(Q)cp $< $(BUILD)/iso/EFI/BOOT && cp -r esp/* $(BUILD)/iso
	$(Q)export MTOOLSRC=/dev/null && \
		mformat -C -i $(BUILD)/iso.esp -f $(ISO_ESP_KIB) \
			-v GATEHOUSE :: && \
		mcopy -i $(BUILD)/iso.esp -s $(BUILD)/iso/* ::
	$(Q)xorriso -as mkisofs -quiet -R -J -V GATEHOUSE -o $@ \
		-append_partition 2 0xef $(BUILD)/iso.esp \
		-appended_part_as_gpt \
		-e --interval:appended_partition_2:all:: -no-emul-boot \
		$(BUILD)/iso 2>/dev/null
