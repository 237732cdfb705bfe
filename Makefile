# SPDX-License-Identifier: BSD-2-Clause
#
# Builds one file, $(BUILD)/BOOTX64.EFI: the loader, which carries ring 0 and
# archives of ring-3 programs. Each of the three has flags, and a tree of
# objects, of its own: $(BUILD)/obj/{efi,ring0,ring3}/SOURCE.o.

VERSION := 0.1.0
BUILD := build
ifneq ($(words $(BUILD)) $(words $(CURDIR)),1 1)
$(error BUILD=$(BUILD) in $(CURDIR): make takes no path with blanks)
endif

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin LD),default)
LD := ld
endif
OBJCOPY := objcopy
NM := nm
OBJDUMP := objdump
CPIO := cpio --quiet -o -H newc -C 4 --reproducible -R 0:0

# The machine of run and gdb. tests/ choose their own CPU, MEM and MACHINE.
QEMU := qemu-system-x86_64
OVMF_CODE := /usr/share/OVMF/OVMF_CODE_4M.fd
OVMF_VARS := /usr/share/OVMF/OVMF_VARS_4M.fd
MACHINE := q35
CPU := Skylake-Client
MEM := 256M
APPEND :=
IMAGES := BOOTX64 TESTS LA57
IMAGE := BOOTX64
PROGRAM := walk

PACKAGES := gcc libc6-dev binutils gnu-efi clang ovmf qemu-system-x86 \
	mtools gdisk cpio perl gdb bochs bochs-term vgabios gnuplot-nox

SHELL := /bin/bash
# sgdisk and others, which Debian keeps from an ordinary user's PATH
export PATH := $(PATH):/usr/sbin:/sbin
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: help all deps run check check-all facts test soak ablate host gdb dis \
	usb clean FORCE deps-bench bench listing report

Q := $(if $(filter 1,$(V)),,@)
# $(call quote,TEXT): one word of the shell's, whatever is in it.
quote = '$(subst ','\'',$(1))'
say = $(if $(filter 1,$(V)),:,printf '  %-7s %s\n' $(1) $(or $(2),$@))
# $(call need,TOOL-OR-FILE,PACKAGE): one clear line when it is not there.
need = { command -v $(1) || test -e $(1); } >/dev/null || \
	{ echo "$(1) is missing: make deps, or install $(2)" >&2; exit 1; }
# A minimal Debian has a perl without modules, which perl's package adds.
need_perl = $(call need,perl,perl) && $(call need,prove,perl)

help:
	@echo 'make        $(BUILD)/BOOTX64.EFI, the whole of Gatehouse'
	@echo 'make deps   install what is missing (Debian packages)'
	@echo 'make run    boot it in QEMU, on this terminal; Ctrl-C ends it'
	@echo 'make check  where the CPU departs from the manuals; what is new'
	@echo 'make check-all  on many machines, in minutes: facts by machines'
	@echo 'make facts  write ring0/check/FACTS.md from their logs'
	@echo 'make test   boot every machine of tests/ and judge what it says'
	@echo 'make host   the part of them that boots nothing: $(BUILD)/host/'
	@echo 'make soak   a million random states by every gate: minutes'
	@echo 'make bench  what a crossing costs, beside Linux'
	@echo 'make deps-bench  fetch that Linux (Debian'\''s kernel)'
	@echo 'make report LOG=FILE [LOG2=FILE]  a page of it, with pictures'
	@echo 'make listing  write ring0/crossings.md anew, from what gdb sees'
	@echo 'make ablate one defence less at a time: what goes red'
	@echo 'make gdb    debug it from its first instruction'
	@echo 'make dis    disassembly with source, beside each ELF file'
	@echo 'make usb    $(BUILD)/gatehouse.img, to be written to a USB stick'
	@echo 'make clean  remove $(BUILD)/'
	@echo
	@echo 'Variables, with their values now:'
	@echo '  CC=$(CC)  BUILD=$(BUILD)  V=$(V) (1: show the commands)'
	@echo '  CPU=$(CPU)  MEM=$(MEM)  MACHINE=$(MACHINE)  QEMU=$(QEMU)'
	@echo '  OVMF_CODE=$(OVMF_CODE)  OVMF_VARS=$(OVMF_VARS)'
	@echo '  APPEND="$(APPEND)" (options: see README.md)'
	@echo '  IMAGE=$(IMAGE) (TESTS: with the programs $(TEST_PROGRAMS))'
	@echo '  PROGRAM=$(PROGRAM) (gdb has its symbols)'
	@echo '  SEED= (soak: repeats a run)  ABLATIONS= (ablate: these names)'

all: $(IMAGES:%=$(BUILD)/%.EFI)

# --- flags --------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Werror
CPPFLAGS := -Iinclude -I$(BUILD)/gen -Iring0 -I. -MMD -MP \
	-DGATEHOUSE_VERSION='"$(VERSION)"'
# Paths are kept out of the output, so that each build of a tree is the same.
# For size: the whole image has a limit, and only one path is hot.
CFLAGS := $(if $(findstring clang,$(CC)),-Oz,-Os) -g -std=gnu11 \
	-ffreestanding -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fcf-protection=none \
	-fno-strict-aliasing -mgeneral-regs-only \
	-ffile-prefix-map=$(CURDIR)=. $(WARNINGS)
# gcc aligns large arrays to 32 bytes, for vector instructions that none is for.
CFLAGS += $(if $(findstring clang,$(CC)),,-malign-data=abi)

# 8 bytes: the stacks of ring 0 hold no more alignment than a gate gives them.
STACK_ALIGNMENT := $(if $(findstring clang,$(CC)),-mstack-alignment=8,\
	-mpreferred-stack-boundary=3)
# this_cpu is at address 0 behind GS: without -fno-delete-null-pointer-checks,
# gcc takes a function that writes there alone for one that does nothing.
CFLAGS_ring0 := -fno-delete-null-pointer-checks -fno-pie \
	-mcmodel=kernel -mno-red-zone -fno-jump-tables \
	-fno-omit-frame-pointer $(STACK_ALIGNMENT)
LDFLAGS_ring0 := -static -nostdlib --fatal-warnings -z noexecstack \
	-z max-page-size=16 -z common-page-size=16 --build-id=none
# The dispatcher is on every crossing's path, and needs no frame of its own.
CFLAGS_ring0/entry/dispatch.c := -O2 -fomit-frame-pointer
# And these are what the boot is spent on.
BOOT_PATH := efi/memory_map.c ring0/entry/idt.c ring0/boot/entry_points.c \
	$(patsubst %,ring0/lib/%.c,page_table page_table_rights page_table_walk)
# clang would make the image too large.
BOOT_FLAGS := $(if $(findstring clang,$(CC)),,-O2)
$(foreach source,$(BOOT_PATH),$(eval CFLAGS_$(source) := $(BOOT_FLAGS)))

# The parts of ring 0 that are loaded when an option asks: ring0/NAME/.
MODULES := check selftest
$(foreach name,$(MODULES),$(eval CFLAGS_ring0/$(name)/module.S := \
	-DRING0_ID='"$(BUILD)/ring0.id"'))

CFLAGS_ring3 := -fno-pie -ffunction-sections -fdata-sections
LDFLAGS_ring3 := -static -nostdlib --fatal-warnings -z noexecstack \
	-z max-page-size=4096 --gc-sections --build-id=none

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
	-isystem $(GNU_EFI)/include/efi/x86_64 \
	-DRING0_ELF='"$(BUILD)/ring0.stripped"' \
	-DINITRAMFS='"$(BUILD)/initramfs.cpio"' \
	-DEXTRA='"$(BUILD)/extra.cpio.gz"'
# The loader's embedded.S once more, with the programs of the tests, too.
CFLAGS_tests = $(CFLAGS_efi:%/extra.cpio.gz"'=%/tests.cpio.gz"')
# Debian 13's crt0 calls libefi's _entry, which initializes that library before
# it calls efi_main. Nobody needs that, and its object file has a second memset.
LDFLAGS_efi = -nostdlib -znocombreloc -z noexecstack -shared -Bsymbolic \
	--exclude-libs ALL --no-undefined --build-id=none \
	--defsym=_entry=efi_main -T $(EFI_LDS)
# Without .dynsym: nothing looks a name up at run time.
EFI_SECTIONS := $(addprefix -j ,.text .sdata .data .rodata .dynamic \
	.rel .rela '.rel.*' '.rela.*' .reloc)

# --- sources ------------------------------------------------------------------

GENERATED := $(patsubst ring0/sys/syscall_%.tbl,$(BUILD)/gen/unistd_%.h,\
	$(wildcard ring0/sys/syscall_*.tbl))
# $(call objects,RING,SOURCES)
objects = $(patsubst %,$(BUILD)/obj/$(1)/%.o,$(2))

RING0 := $(call objects,ring0,$(sort $(filter-out $(MODULES:%=ring0/%/%),\
	$(wildcard ring0/*.[cS] ring0/*/*.[cS]))))
# $(call module_objects,NAME)
module_objects = $(call objects,ring0,$(sort $(wildcard ring0/$(1)/*.[cS])))
RING3_LIB := $(call objects,ring3,$(sort $(wildcard ring3/lib/*.[cS])) \
	ring0/lib/printf.c ring0/lib/printf_spec.c ring0/lib/string.c)
EMBEDDED := $(call objects,efi,efi/embedded.S)
EMBEDDED_TESTS := $(call objects,tests,efi/embedded.S)
EFI := $(call objects,efi,$(sort $(wildcard efi/*.[cS])) \
	$(patsubst %,ring0/lib/%.c,elf_image page_table printf printf_spec \
	string))

# For tests/la57.t: starts TESTS.EFI with 5-level paging.
LA57 := $(call objects,efi,$(wildcard tests/la57/*.[cS]))

# A program is all that is in ring3/NAME/, its main() in main.c.
PROGRAMS := $(patsubst ring3/%/main.c,%,$(sort $(wildcard ring3/*/main.c)))
# In the image as it is, so that the way to it is short: the default program.
# All others are in a second archive, compressed.
FIRST_PROGRAMS := walk
# These are not in BOOTX64.EFI, but in TESTS.EFI and beside it on the stick.
TEST_PROGRAMS := fuzz handler hostile movss signal start storm sweep
EXTRA_PROGRAMS := $(filter-out $(FIRST_PROGRAMS) $(TEST_PROGRAMS),$(PROGRAMS))

$(BUILD)/obj/%.c.o: | $(BUILD)/.tools
	$(Q)mkdir -p $(@D) && $(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_$(RING)) $(CFLAGS_$(SOURCE)) \
		-c -o $@ $(SOURCE)

$(BUILD)/obj/%.S.o: | $(BUILD)/.tools
	$(Q)mkdir -p $(@D) && $(call say,AS)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out -std=%,$(CFLAGS)) $(CFLAGS_$(RING)) \
		$(CFLAGS_$(SOURCE)) -c -o $@ $(SOURCE)

# RING and SOURCE are the two halves of an object's name.
RING = $(firstword $(subst /, ,$(@:$(BUILD)/obj/%=%)))
SOURCE = $(@:$(BUILD)/obj/$(RING)/%.o=%)
OBJECTS := $(RING0) \
	$(foreach name,$(MODULES),$(call module_objects,$(name))) \
	$(RING3_LIB) $(EFI) $(EMBEDDED_TESTS) $(LA57) \
	$(call objects,ring3,$(wildcard ring3/*/*.[cS]))
.SECONDEXPANSION:
$(OBJECTS): $$(SOURCE) $(BUILD)/.flags
$(filter-out $(EFI),$(OBJECTS)): | $(GENERATED)
-include $(OBJECTS:.o=.d)

# A change of compiler or flags rebuilds what it made.
$(BUILD)/.flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)cmp -s $@ - <<< $(call quote,$(FLAGS)) || \
		cat > $@ <<< $(call quote,$(FLAGS))
FLAGS := $(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_ring0) $(CFLAGS_ring3) \
	$(CFLAGS_efi) $(CFLAGS_ring0/entry/dispatch.c) \
	$(BOOT_PATH) $(BOOT_FLAGS) $(LDFLAGS_ring0) $(LDFLAGS_ring3) \
	$(PROGRAMS) $(FIRST_PROGRAMS) $(CPIO)

# What a build needs, looked for once; with "make deps all", after deps.
$(BUILD)/.tools: | $(filter deps,$(MAKECMDGOALS))
	@$(call need,$(CC),$(notdir $(CC)))
	@$(call need,$(LD),binutils) && $(call need,$(OBJCOPY),binutils)
	@$(call need,$(NM),binutils)
	@$(call need,/usr/include/elf.h,libc6-dev)
	@$(call need,$(EFI_CRT0),gnu-efi)
	@$(call need,perl,perl) && $(call need,cpio,cpio)
	@$(call need,gzip,gzip)
	@mkdir -p $(@D) && touch $@

# --- ring 0, ring 3, and the file that carries both ---------------------------

$(BUILD)/gen/unistd_%.h: ring0/sys/syscalltbl.sh ring0/sys/syscall_%.tbl
	$(Q)mkdir -p $(@D) && $(call say,GEN)
	$(Q)sh ring0/sys/syscalltbl.sh $* ring0/sys/syscall_$*.tbl $(@D)

$(BUILD)/ring0.elf: ring0/ring0.lds $(RING0)
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_ring0) -T $< -o $@ $(RING0)

# A module uses what is global in ring 0, at its address in this one ring0.elf:
# gzip's trailer of that, CRC-32 and size, says which.
$(MODULES:%=$(BUILD)/%.elf): $(BUILD)/%.elf: ring0/%/module.lds \
		ring0/module.lds $(BUILD)/ring0.elf $$(call module_objects,$$*)
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_ring0) -T $< -R $(BUILD)/ring0.elf -o $@ \
		$(filter %.o,$^)

$(BUILD)/ring0.id: $(BUILD)/ring0.stripped
	$(Q)gzip -1nc $< | tail -c 8 > $@
$(call objects,ring0,$(MODULES:%=ring0/%/module.S)): $(BUILD)/ring0.id

# Segments alone, and the names of code, for the call trace of a panic.
$(BUILD)/%.stripped: $(BUILD)/%.elf ring3/cut.pl ring0/symbols.pl
	$(Q)$(OBJCOPY) --strip-all $< $@ && perl ring3/cut.pl $@
	$(Q)$(NM) -n -S $< | perl ring0/symbols.pl >> $@

define program
$(BUILD)/ring3/$(1): ring3/ring3.lds $(RING3_LIB) $$(call objects,ring3,\
	$(sort $(wildcard ring3/$(1)/*.[cS])))
	$$(Q)mkdir -p $$(@D) && $$(call say,LD)
	$$(Q)$$(LD) $$(LDFLAGS_ring3) -T $$< -o $$@ $$(filter %.o,$$^)
endef
$(foreach name,$(PROGRAMS),$(eval $(call program,$(name))))

# $(call archive,NAME,PROGRAMS,MODULES)
# Reproducible: the order is the list's, and nothing tells when or by whom. And
# short: modules first, which gzip makes less of; and -C 4 does not fill it up
# to a block of 512 bytes, as for a tape.
define archive
$(BUILD)/$(1).cpio: $(2:%=$(BUILD)/ring3/%) $(3:%=$(BUILD)/%.stripped) \
		ring3/cut.pl $(BUILD)/.flags
	$$(Q)$$(call say,CPIO)
	$$(Q)rm -rf $(BUILD)/$(1) && mkdir -p $(BUILD)/$(1)
	$$(Q)for p in $(2); do $$(OBJCOPY) --strip-all \
		$(BUILD)/ring3/$$$$p $(BUILD)/$(1)/$$$$p || exit; done
	$$(Q)perl ring3/cut.pl $(2:%=$(BUILD)/$(1)/%)
	$$(Q)for m in $(3); do cp $(BUILD)/$$$$m.stripped \
		$(BUILD)/$(1)/$$$$m || exit; done
	$$(Q)cd $(BUILD)/$(1) && chmod 755 * && touch -d @0 * && \
		printf '%s\n' $(3) $(2) | $(CPIO) > $$(abspath $$@)
endef
$(eval $(call archive,initramfs,$(FIRST_PROGRAMS)))
$(eval $(call archive,extra,$(EXTRA_PROGRAMS),$(MODULES)))
$(eval $(call archive,tests,$(EXTRA_PROGRAMS) $(TEST_PROGRAMS),$(MODULES)))
$(eval $(call archive,stick,$(TEST_PROGRAMS)))

$(BUILD)/%.cpio.gz: $(BUILD)/%.cpio
	$(Q)$(call say,GZIP)
	$(Q)gzip -9nc $< > $@

$(EMBEDDED) $(EMBEDDED_TESTS): $(BUILD)/ring0.stripped $(BUILD)/initramfs.cpio
$(EMBEDDED): $(BUILD)/extra.cpio.gz
$(EMBEDDED_TESTS): $(BUILD)/tests.cpio.gz

# All but the embedded files, without the functions that nothing calls.
$(BUILD)/loader.o: $(filter-out $(EMBEDDED),$(EFI))
	$(Q)$(call say,LD)
	$(Q)$(LD) -r --gc-sections -e efi_main -o $@ $^

$(BUILD)/BOOTX64.so: $(BUILD)/loader.o $(EMBEDDED)
$(BUILD)/TESTS.so: $(BUILD)/loader.o $(EMBEDDED_TESTS)
$(BUILD)/LA57.so: $(LA57)
$(IMAGES:%=$(BUILD)/%.so):
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_efi) -o $@ $(EFI_CRT0) $^ $(EFI_LIBS)

$(IMAGES:%=$(BUILD)/%.EFI): %.EFI: %.so efi/finish.pl
	$(Q)$(call say,EFI)
	$(Q)$(OBJCOPY) -S $(EFI_SECTIONS) --target efi-app-x86_64 \
		--subsystem=10 $< $@
	$(Q)perl efi/finish.pl $< $@

# A stick: one FAT32 volume, type "EFI system", in a GPT.
IMAGE_MIB := 64
ESP_START_MIB := 1
ESP_SECTORS := 126976
ESP_FILES := $(wildcard esp/* esp/*/*)

usb: $(BUILD)/gatehouse.img
	@echo "$<: see README.md for the way onto a stick"

$(BUILD)/gatehouse.img: $(BUILD)/BOOTX64.EFI $(BUILD)/stick.cpio $(ESP_FILES)
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
		mcopy -i $@@@$(ESP_START_MIB)M -s esp/* :: && \
		mcopy -i $@@@$(ESP_START_MIB)M $(BUILD)/stick.cpio \
			::gatehouse/initramfs.cpio

$(BUILD)/%.dis: $(BUILD)/%
	@$(call need,$(OBJDUMP),binutils)
	$(Q)$(call say,DIS)
	$(Q)$(OBJDUMP) -dS $< > $@

dis: $(BUILD)/ring0.elf.dis $(MODULES:%=$(BUILD)/%.elf.dis) \
	$(PROGRAMS:%=$(BUILD)/ring3/%.dis)

# --- tests of the pure parts, on this machine, under the sanitizers -----------

HOST_TESTS := $(patsubst tests/host/%.c,$(BUILD)/host/%,\
	$(wildcard tests/host/*_test.c))
CFLAGS_host := -O1 -g -std=gnu11 -fsanitize=address,undefined \
	-fno-sanitize-recover=all -Iefi $(WARNINGS)

$(BUILD)/host/%: tests/host/%.c $(BUILD)/.flags | $(BUILD)/.tools
	$(Q)mkdir -p $(@D) && $(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) -MF $@.d $(CFLAGS_host) -o $@ $<
-include $(HOST_TESTS:=.d)

host: $(HOST_TESTS)

# --- machines -----------------------------------------------------------------

# The log is taken from port 0xe9: there it has none of the firmware's cursor
# movements, and QEMU leaves the terminal alone, so there is nothing to restore.
# check=off: no word of what a CPU model has that TCG does not.
QEMU_ARGS = -accel tcg -machine $(MACHINE) -cpu $(CPU),check=off -m $(MEM) \
	-nodefaults -display none -no-reboot -serial null \
	-drive if=pflash,format=raw,readonly=on,file=$(OVMF_CODE) \
	-drive if=pflash,format=raw,snapshot=on,file=$(OVMF_VARS) \
	-global isa-debugcon.iobase=0xe9 \
	-device isa-debug-exit,iobase=0xf4,iosize=0x04 \
	-kernel $(BUILD)/$(IMAGE).EFI -append $(call quote,$(APPEND))
need_qemu = $(call need,$(QEMU),qemu-system-x86) && \
	$(call need,$(OVMF_CODE),ovmf) && $(call need,$(OVMF_VARS),ovmf)

boot_here = trap 'exit 130' INT; \
	$(QEMU) $(QEMU_ARGS) -debugcon file:/dev/stdout | sed -u 's/\r$$//'

run: $(BUILD)/$(IMAGE).EFI
	@$(need_qemu)
	$(Q)$(boot_here); \
		case $${PIPESTATUS[0]} in \
		33) ;; \
		35) echo 'Something failed: see "not ok" above.' >&2; exit 1;; \
		*) echo 'The machine stopped without a verdict.' >&2; exit 1;; \
		esac

# What the tools in tests/ want to know of this make.
export BUILD CC QEMU OVMF_CODE OVMF_VARS

# The log says what deviates, and ends in FAIL for it; of that, what is new?
check: override APPEND := init=check $(APPEND)
check: $(BUILD)/$(IMAGE).EFI
	@$(need_qemu) && $(need_perl)
	$(Q)$(boot_here) | tee $(BUILD)/check.log; \
		tests/tools/check $(BUILD)/check.log

# Too slow for "make test", which has a few of these machines.
check-all: all
	@$(need_qemu) && $(need_perl)
	@$(call need,bochs,bochs) && $(call need,mformat,mtools)
	$(Q)tests/tools/check-all

facts: LOGS := $(wildcard $(BUILD)/check/*.log)
facts:
	@$(need_perl)
	@test -n '$(LOGS)' || \
		{ echo 'no $(BUILD)/check/*.log: make check-all' >&2; exit 1; }
	$(Q)tests/tools/facts-page $(LOGS) > $(BUILD)/facts
	$(Q)mv $(BUILD)/facts ring0/check/FACTS.md

# One that takes a minute comes first: as the last it would run alone.
LONG_TEST := tests/tick.t

test: all $(BUILD)/gatehouse.img
	@$(need_qemu) && $(need_perl)
	$(Q)prove -j2 $(LONG_TEST) \
		$(filter-out $(LONG_TEST),$(sort $(wildcard tests/*.t)))

# --- what a crossing costs, beside Linux --------------------------------------

BENCH_SAMPLES := 100000
LINUX := $(BUILD)/linux

bench: $(BUILD)/BOOTX64.EFI $(LINUX)/initramfs.cpio
	@$(need_qemu) && $(need_perl)
	@test -e $(LINUX)/vmlinuz || \
		{ echo 'no Linux here: make deps-bench' >&2; exit 1; }
	$(Q)CPU=$(CPU) perl tests/tools/bench-beside-linux $(LINUX) \
		$(BUILD)/bench $(BENCH_SAMPLES)

# One page of a log with bench's figures; LOG2=: another, to compare with.
report:
	@test -n $(call quote,$(LOG)) || \
		{ echo 'of which log? LOG=FILE' >&2; exit 1; }
	@$(need_perl) && $(call need,gnuplot,gnuplot-nox)
	$(Q)mkdir -p $(BUILD) && \
		perl tests/tools/report $(BUILD)/report.html \
		$(call quote,$(LOG)) $(if $(LOG2),$(call quote,$(LOG2)))

# ring0/crossings.md, from what gdb sees.
listing: $(BUILD)/BOOTX64.EFI
	@$(need_qemu) && $(need_perl) && $(call need,gdb,gdb)
	+$(Q)perl tests/tools/listing

# The same bytes that Gatehouse runs, as Linux's first program.
$(LINUX)/initramfs.cpio: $(BUILD)/extra.cpio
	$(Q)mkdir -p $(@D)/root && cp $(BUILD)/extra/bench $(@D)/root/init
	$(Q)cd $(@D)/root && echo init | cpio --quiet -o -H newc > ../$(@F)

# Debian's kernel, unpacked and not installed.
deps-bench:
	@$(call need,apt-get,apt) && $(call need,dpkg-deb,dpkg)
	$(Q)mkdir -p $(LINUX) && cd $(LINUX) && rm -f *.deb && \
		package=$$(apt-cache depends linux-image-amd64 | \
			awk '/Depends: linux-image-/ { print $$2; exit }') && \
		test -n "$$package" || { echo 'apt lists no' \
			'linux-image-amd64: apt-get update' >&2; exit 1; } && \
		apt-get -q download $$package && \
		dpkg-deb --fsys-tarfile *.deb | tar -xO --wildcards \
			-f - './boot/vmlinuz-*' > vmlinuz.new && \
		mv vmlinuz.new vmlinuz && rm -f *.deb

# gdb starts the machine itself, so it leaves none behind. The symbols of one
# program at a time, for all are linked at the same address: PROGRAM=.
GDB_LOG = $(BUILD)/gdb.log
# What QEMU takes to start must not be taken for silence.
GDB = gdb -q -ex 'set confirm off' -ex 'set remotetimeout 120' \
	$(BUILD)/ring0.elf \
	$(MODULES:%=-ex 'add-symbol-file $(BUILD)/%.elf') \
	-ex 'add-symbol-file $(BUILD)/ring3/$(PROGRAM)' \
	-ex $(call quote,target remote | exec $(QEMU) $(QEMU_ARGS) -S \
		-gdb stdio -debugcon file:$(GDB_LOG)) -x tests/tools/gdbinit

gdb: $(BUILD)/$(IMAGE).EFI
	@$(need_qemu) && $(call need,gdb,gdb)
	$(Q)$(GDB) $(GDB_ARGS)

# What takes longer than a test may. SEED=N repeats a run of the fuzzer.
SOAK_STATES := 1000000
SEED = $(shell date +%s)

soak:
	+$(Q)$(MAKE) run IMAGE=TESTS \
		APPEND="tick=20000 init=fuzz:$(SOAK_STATES):$(SEED)"
	+$(Q)$(MAKE) run IMAGE=TESTS CPU=EPYC \
		APPEND="tick=20000 init=fuzz:$(SOAK_STATES):$(SEED)"
	+$(Q)$(MAKE) run IMAGE=TESTS APPEND='tick=20000 init=storm:10000000'

# One defence less, and what goes red: see tests/ablations/README.md.
ablate: all
	@$(need_qemu) && $(need_perl) && $(call need,bochs,bochs)
	$(Q)perl tests/tools/ablate $(ABLATIONS)

deps:
	@command -v dpkg-query apt-get >/dev/null || { echo 'deps: there is' \
		'no apt here; what Debian calls $(PACKAGES)' >&2; exit 1; }
	@missing=; for p in $(PACKAGES); do \
		dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | \
		grep -qx installed || missing+=" $$p"; done; \
	if [ -z "$$missing" ]; then echo 'deps: nothing is missing'; exit; fi; \
	command="apt-get -qy install --no-install-recommends$$missing"; \
	sudo=; [ $$(id -u) = 0 ] || sudo=sudo; \
	test -z "$$sudo" || command -v sudo >/dev/null || { echo \
		"deps: there is no sudo; as root: $$command" >&2; exit 1; }; \
	echo "deps: installing$$missing"; \
	$$sudo apt-get -q update && \
		$$sudo env DEBIAN_FRONTEND=noninteractive $$command

clean:
	$(Q)rm -rf $(BUILD)
