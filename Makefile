# SPDX-License-Identifier: BSD-2-Clause
#
# Builds one file, $(BUILD)/BOOTX64.EFI: the loader, which carries ring 0 and
# two archives of programs and modules. Each folder has its own part of this
# file: the list of parts is at the end.

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

# What it takes to build and to boot; and what more the other targets need,
# which "make deps run" leaves out.
PACKAGES := gcc libc6-dev binutils gnu-efi cpio perl console-setup-linux \
	libqrcodegen-dev ovmf qemu-system-x86 mtools gdisk xorriso
ifneq ($(filter-out deps all run usb usb-write iso sign,$(or \
	$(filter-out deps,$(MAKECMDGOALS)),test)),)
PACKAGES += zbar-tools sbsigntool openssl ovmf-ia32 u-boot-qemu \
	grub-efi-amd64-bin grub-common systemd-boot-efi ipxe-qemu \
	labgrid python3-pytest python3-pexpect python3-yaml
PACKAGES += clang libclang-rt-dev gdb bochs bochs-term vgabios gnuplot-nox \
	mmdebstrap python3-clang musl-tools busybox-static chromium \
	strace zlib1g-dev man-db mandoc \
	libseccomp-dev auditd
endif

SHELL := /bin/bash
# sgdisk and others, which Debian keeps from an ordinary user's PATH
export PATH := $(PATH):/usr/sbin:/sbin
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all
.PHONY: all help deps dis clean FORCE

Q := $(if $(filter 1,$(V)),,@)
# $(call quote,TEXT): one word of the shell's, whatever is in it.
quote = '$(subst ','\'',$(1))'
say = $(if $(filter 1,$(V)),:,printf '  %-7s %s\n' $(1) $(or $(2),$@))
# $(call need,TOOL-OR-FILE,PACKAGE): one clear line when it is not there.
need = { command -v $(1) || test -e $(1); } >/dev/null || \
	{ echo "$(1) is missing: make deps, or install $(2)" >&2; exit 1; }

# A minimal Debian has a perl without modules, which perl's package adds.
need_perl = $(call need,perl,perl) && $(call need,prove,perl)

# --- how C and assembly are compiled ------------------------------------------

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Werror
CPPFLAGS := -Iinclude -I$(BUILD)/gen -Iring0 -I. -MMD -MP \
	-DGATEHOUSE_VERSION='"$(VERSION)"'
# Paths are kept out of the output, so that each build of a tree is the same.
CFLAGS := $(if $(findstring clang,$(CC)),-Oz,-Os) -g -std=gnu11 \
	-ffreestanding -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fcf-protection=none \
	-fno-strict-aliasing -mgeneral-regs-only \
	-ffile-prefix-map=$(CURDIR)=. $(WARNINGS)
ASFLAGS := $(filter-out -std=%,$(CFLAGS))

# Each of the loader, ring 0 and ring 3 has a tree of objects of its own, for a
# source may be in several: $(call objects,efi|ring0|ring3,SOURCES)
objects = $(patsubst %,$(BUILD)/obj/$(1)/%.o,$(2))

# $(call compile,FLAGS): $@ from $<. OWN_FLAGS are those of one source alone.
define compile
	$(Q)mkdir -p $(@D) && $(call say,$(if $(filter %.S,$<),AS,CC))
	$(Q)$(CC) $(CPPFLAGS) $(if $(filter %.S,$<),$(ASFLAGS),$(CFLAGS)) \
		$(1) $(OWN_FLAGS) -c -o $@ $<
endef

# A change of compiler or flags rebuilds what it made.
FLAGS = $(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_efi) $(CFLAGS_ring0) \
	$(CFLAGS_ring3) $(DISPATCH_FLAGS) $(BOOT_PATH) $(BOOT_FLAGS) \
	$(FONT) $(LDFLAGS_efi) $(LDFLAGS_ring0) $(LDFLAGS_ring3) \
	$(MODULES) $(PROGRAMS) $(FIRST_PROGRAM) $(CPIO)
$(BUILD)/.flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)cmp -s $@ - <<< $(call quote,$(FLAGS)) || \
		cat > $@ <<< $(call quote,$(FLAGS))

# What a build needs, looked for once; with "make deps all", after deps.
$(BUILD)/.tools: | $(filter deps,$(MAKECMDGOALS))
	@$(call need,$(CC),$(notdir $(CC)))
	@$(call need,$(LD),binutils) && $(call need,$(OBJCOPY),binutils)
	@$(call need,/usr/include/elf.h,libc6-dev)
	@$(call need,$(EFI_CRT0),gnu-efi)
	@$(call need,$(QRCODEGEN),libqrcodegen-dev)
	@$(call need,perl,perl) && $(call need,cpio,cpio)
	@$(call need,gzip,gzip)
	@mkdir -p $(@D) && touch $@

# --- the parts ----------------------------------------------------------------

# Each adds to what "make all" builds and to OBJECTS, whose headers are tracked.
OBJECTS :=
include ring0/ring0.mk	# ring0.elf, and its modules
include vdso/vdso.mk	# the shared object that ring 0 maps into programs
include ring3/ring3.mk	# the programs, and the two archives
include efi/efi.mk	# the loader, BOOTX64.EFI that carries it all, the stick
include tests/run.mk	# one machine in QEMU: run, check, gdb
include tests/tests.mk	# many machines, and the tests on this one
include tests/bench.mk	# what a crossing costs, beside Linux
-include $(OBJECTS:.o=.d)

help:
	@echo 'make        $(BUILD)/BOOTX64.EFI, the whole of Gatehouse'
	@echo 'make deps   install what is missing (Debian packages)'
	@echo 'make run    boot it in QEMU, on this terminal; Ctrl-C ends it'
	@echo '  PROGRAM=FILE ARGS= ROOT=DIR: a static Linux program of yours'
	@echo 'make check  where the CPU departs from the manuals; what is new'
	@echo 'make check-all  on many machines, in minutes: facts by machines'
	@echo 'make facts  write ring0/check/FACTS.md from their logs'
	@echo 'make test   boot every machine of tests/ and judge what it says'
	@echo 'make test-programs  Linux'\''s x86 selftests, on three machines'
	@echo 'make deps-programs  fetch them (Debian'\''s linux-source)'
	@echo 'make deps-i386  fetch 32-bit programs, for make test'
	@echo 'make test-debian  the same in Debian 12 and 13, from a clone'
	@echo 'make host   the part of them that boots nothing: $(BUILD)/host/'
	@echo 'make fuzz   libFuzzer on the pure parts: the same inputs'
	@echo 'make soak   new inputs, and a million states by every gate'
	@echo 'make bench  what a crossing costs, beside Linux'
	@echo 'make deps-bench  fetch that Linux (Debian'\''s kernel)'
	@echo 'make report LOG=FILE [LOG2=FILE]  a page of it, with pictures'
	@echo 'make tour   $(BUILD)/tour.html, crossings to step through'
	@echo 'make path-classes  a null crossing by class, beside Linux'
	@echo 'make man    man pages in $(BUILD)/man/: man -l reads them'
	@echo 'make listing  write ring0/crossings.md anew, from what gdb sees'
	@echo 'make ablate one defence less at a time: what goes red'
	@echo 'make mutants  one step off the sources at a time: what is red'
	@echo 'make gdb    debug it from its first instruction'
	@echo 'make dis    disassembly with source, beside each ELF file'
	@echo 'make usb    $(BUILD)/gatehouse.img, to be written to a USB stick'
	@echo 'make usb-write DEV=/dev/sdX  write it there, after a question'
	@echo 'make iso    $(BUILD)/gatehouse.iso, a CD or a stick'
	@echo '  PROGRAM= ARGS= ROOT= APPEND=, as for run: what the medium runs'
	@echo 'make sign KEY= CERT=  $(SIGNED), for Secure Boot;'
	@echo '  usb and iso with KEY= and CERT= have that one'
	@echo 'make clean  remove $(BUILD)/'
	@echo
	@echo 'Variables, with their values now:'
	@echo '  CC=$(CC)  BUILD=$(BUILD)  V=$(V) (1: show the commands)'
	@echo '  CPU=$(CPU)  CPUS=$(CPUS)  MEM=$(MEM)  MACHINE=$(MACHINE)'
	@echo '  QEMU=$(QEMU)'
	@echo '  OVMF_CODE=$(OVMF_CODE)  OVMF_VARS=$(OVMF_VARS)'
	@echo '  APPEND="$(APPEND)" (options: see esp/README.md)'
	@echo '  TIMEOUT=$(TIMEOUT) (seconds: a machine that is silent for so'
	@echo '    long is ended; by default 300, and in tests 1800 in all)'
	@echo '  PROGRAM=$(PROGRAM) ARGS= (what runs; gdb has its symbols)'
	@echo '  RELEASES=$(RELEASES) (test-debian: of Debian)'
	@echo '  SEED= (soak: repeats a run)  ABLATIONS= (ablate: these names)'
	@echo '  MUTANTS= (mutants: these FILE, FILE:LINE or FILE:FUNCTION)'

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

$(BUILD)/%.dis: $(BUILD)/%
	@$(call need,$(OBJDUMP),binutils)
	$(Q)$(call say,DIS)
	$(Q)$(OBJDUMP) -dS $< > $@

dis: $(patsubst %,$(BUILD)/%.elf.dis,ring0 $(MODULES)) \
	$(PROGRAMS:%=$(BUILD)/ring3/%.dis)

clean:
	$(Q)rm -rf $(BUILD)
