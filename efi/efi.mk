# SPDX-License-Identifier: BSD-2-Clause
#
# $(BUILD)/BOOTX64.EFI: the loader, and embedded.S with all that it carries; and
# $(BUILD)/gatehouse.img, the stick.
.PHONY: usb usb-write iso sign

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
EFI_TARGET := efi-app-x86_64
# Without .dynsym: nothing looks a name up at run time.
EFI_SECTIONS := $(addprefix -j ,.text .sdata .data .rodata .dynamic \
	.rel .rela '.rel.*' '.rela.*' .reloc)

$(BUILD)/obj/efi/%.o: % $(BUILD)/.flags | $(BUILD)/.tools
	$(call compile,$(CFLAGS_efi))

# The loader's own, and what it shares with ring 0.
LOADER := $(call objects,efi,$(sort $(wildcard efi/*.c efi/handover.S)) \
	$(patsubst %,ring0/lib/%.c,acpi_tables elf_image options page_table \
	page_table_slot printf printf_spec string uart_parse uart_tables))
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
	$(Q)$(OBJCOPY) -S $(EFI_SECTIONS) -O $(EFI_TARGET) \
		--subsystem=10 $< $@
	$(Q)perl efi/finish.pl $< $@

# --- what a firmware gets that cannot start BOOTX64.EFI -----------------------

# A BIOS: boot code for the first sector.
$(BUILD)/mbr.bin: efi/mbr.S $(BUILD)/.flags | $(BUILD)/.tools
	$(Q)$(call say,AS)
	$(Q)$(CC) $(ASFLAGS) -c -o $(BUILD)/mbr.o $<
	$(Q)$(LD) -Ttext=0x7c00 -e mbr --oformat=binary -o $@ $(BUILD)/mbr.o

# UEFI of 32 bits: gnu-efi has what that needs, for x86-64, too.
IA32_LIB := $(GNU_EFI)/lib32
IA32_FLAGS := -m32 -fpic -fshort-wchar -isystem $(GNU_EFI)/include/efi \
	-isystem $(GNU_EFI)/include/efi/ia32
$(BUILD)/BOOTIA32.so: efi/ia32/main.c $(BUILD)/.flags | $(BUILD)/.tools
	@$(call need,$(IA32_LIB)/crt0-efi-ia32.o,gnu-efi)
	$(Q)$(call say,CC)
	$(Q)$(CC) $(filter-out -g,$(CFLAGS)) $(IA32_FLAGS) \
		-c -o $(BUILD)/ia32.o $<
	$(Q)$(LD) -m elf_i386 $(filter-out -T $(EFI_LDS),$(LDFLAGS_efi)) \
		-T $(IA32_LIB)/elf_ia32_efi.lds -L$(IA32_LIB) -o $@ \
		$(IA32_LIB)/crt0-efi-ia32.o $(BUILD)/ia32.o -lgnuefi -lefi
$(BUILD)/BOOTIA32.EFI: EFI_TARGET := efi-app-ia32

# --- signed, for Secure Boot: make sign KEY= CERT= ----------------------------

KEY :=
CERT :=
MEDIUM := $(BUILD)/medium
SIGNED := $(BUILD)/signed/BOOTX64.EFI
$(SIGNED): $(BUILD)/BOOTX64.EFI $(MEDIUM).options $(KEY) $(CERT)
	@test -n '$(KEY)' -a -n '$(CERT)' || { echo 'sign: with which key?' \
		'make sign KEY=FILE.key CERT=FILE.pem' >&2; exit 1; }
	@$(call need,sbsign,sbsigntool)
	$(Q)mkdir -p $(@D) && $(call say,SIGN)
	$(Q)sbsign --key $(call quote,$(KEY)) --cert $(call quote,$(CERT)) \
		--output $@ $< 2> $(BUILD)/sign.log || \
		{ cat $(BUILD)/sign.log >&2; exit 1; }

sign: $(SIGNED)

# --- what is on a medium ------------------------------------------------------

# With KEY= it is signed; with PROGRAM=, ARGS= or APPEND= that is what it runs.
BOOTS = $(if $(KEY),$(SIGNED),$(BUILD)/BOOTX64.EFI)
USERS_PROGRAM = $(filter-out walk $(PROGRAMS),$(PROGRAM))
no_program = { echo 'PROGRAM=$(PROGRAM): neither a file nor one of:' \
	'$(PROGRAMS)' >&2; exit 1; }
RUNS = $(if $(USERS_PROGRAM),init=$(COMMAND_LINE) ,$(RUN_OWN))$(APPEND)
ESP_FILES := $(wildcard esp/* esp/*/*)

$(MEDIUM).options: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)cmp -s $@ - <<< $(call quote,$(RUNS) $(ROOT) $(KEY) $(CERT)) || \
		cat > $@ <<< $(call quote,$(RUNS) $(ROOT) $(KEY) $(CERT))

$(MEDIUM).filled: $(BOOTS) $(BUILD)/BOOTIA32.EFI $(ESP_FILES) \
		$(MEDIUM).options $(wildcard $(USERS_PROGRAM))
	@test -z $(call quote,$(USERS_PROGRAM)) || \
		test -f $(call quote,$(USERS_PROGRAM)) || $(no_program)
	$(Q)rm -rf $(MEDIUM) && mkdir -p $(MEDIUM)/EFI/BOOT
	$(Q)cp -r esp/* $(MEDIUM)
	$(Q)cp $(BOOTS) $(BUILD)/BOOTIA32.EFI $(MEDIUM)/EFI/BOOT
	$(Q)test -z $(call quote,$(strip $(RUNS))) || \
		printf '%s\n' $(call quote,$(RUNS)) \
			> $(MEDIUM)/gatehouse/gatehouse.cfg
	$(Q)test -z $(call quote,$(USERS_PROGRAM)) || \
		efi/initramfs $(MEDIUM)/gatehouse/initramfs.cpio \
			$(call quote,$(USERS_PROGRAM)) $(call quote,$(ROOT))
	$(Q)touch $@

# --- a stick: one FAT32 volume, type "EFI system", in a GPT -------------------

STICK := $(BUILD)/gatehouse.img
IMAGE_MIB := 64
ESP_START_MIB := 1
ESP_SECTORS := 126976

usb: $(STICK)
	@echo "$<: make usb-write DEV=/dev/sdX, or see esp/README.md"

usb-write: $(STICK)
	@$(call need,lsblk,util-linux)
	$(Q)efi/usb-write $< $(call quote,$(DEV))

$(STICK): $(MEDIUM).filled $(BUILD)/mbr.bin
	@$(call need,sgdisk,gdisk) && $(call need,mformat,mtools)
	$(Q)$(call say,IMG)
	$(Q)rm -f $@ && truncate -s $(IMAGE_MIB)M $@
	$(Q)sgdisk -n 1:$(ESP_START_MIB)M:+$(ESP_SECTORS) \
		-t 1:ef00 -c 1:gatehouse $@ >/dev/null
	$(Q)dd if=$(BUILD)/mbr.bin of=$@ conv=notrunc status=none
	$(Q)export MTOOLSRC=/dev/null && \
		mformat -i $@@@$(ESP_START_MIB)M -F -T $(ESP_SECTORS) \
			-H 2048 -v GATEHOUSE :: && \
		mcopy -i $@@@$(ESP_START_MIB)M -s $(MEDIUM)/* ::

# --- an ISO that boots as a CD and, written to it as it is, from a stick ------

iso: $(BUILD)/gatehouse.iso

# The volume of the stick once more, as small as it can be; and its files in
# ISO9660, too, for firmware that looks there. A BIOS gets the MBR's code from
# the CD, and from a stick.
# Sectors: 16 heads of 63.
CYLINDER := 1008
$(BUILD)/gatehouse.iso: $(MEDIUM).filled $(BUILD)/mbr.bin
	@$(call need,xorriso,xorriso) && $(call need,mformat,mtools)
	$(Q)$(call say,ISO)
	$(Q)rm -rf $(BUILD)/iso $(BUILD)/iso.esp && cp -r $(MEDIUM) $(BUILD)/iso
	$(Q)kib=$$(du -sk $(BUILD)/iso | cut -f 1) && \
		cylinders=$$(((kib + 2048) * 2 / $(CYLINDER) + 1)) && \
		export MTOOLSRC=/dev/null && \
		mformat -C -i $(BUILD)/iso.esp \
			-T $$((cylinders * $(CYLINDER))) \
			-h 16 -s 63 -v GATEHOUSE :: && \
		mcopy -i $(BUILD)/iso.esp -s $(BUILD)/iso/* ::
	$(Q)mkdir $(BUILD)/iso/boot && cp $(BUILD)/mbr.bin $(BUILD)/iso/boot
	$(Q)xorriso -as mkisofs -quiet -R -J -V GATEHOUSE -o $@ \
		-G $(BUILD)/mbr.bin \
		-append_partition 2 0xef $(BUILD)/iso.esp \
		-appended_part_as_gpt -c boot/boot.cat \
		-b boot/mbr.bin -no-emul-boot -boot-load-size 4 \
		-eltorito-alt-boot \
		-e --interval:appended_partition_2:all:: -no-emul-boot \
		$(BUILD)/iso 2>/dev/null
