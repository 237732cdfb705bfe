# SPDX-License-Identifier: BSD-2-Clause
#
# One machine in QEMU, on this terminal. The variables are the user's: tests/
# choose their own CPU, MEM and MACHINE.
.PHONY: run check gdb

QEMU := qemu-system-x86_64
OVMF_CODE := /usr/share/OVMF/OVMF_CODE_4M.fd
OVMF_VARS := /usr/share/OVMF/OVMF_VARS_4M.fd
MACHINE := q35
CPU := Skylake-Client
MEM := 256M
CPUS := 1
APPEND :=
PROGRAM := walk
ARGS :=
ROOT :=

# The log is taken from port 0xe9: there it has none of the firmware's cursor
# movements, and QEMU leaves the terminal alone, so there is nothing to restore.
# check=off: no word of what a CPU model has that TCG does not.
QEMU_ARGS = -accel tcg -machine $(MACHINE) -cpu $(CPU),check=off -m $(MEM) \
	-smp $(CPUS) \
	-nodefaults -display none -no-reboot \
	-drive if=pflash,format=raw,readonly=on,file=$(OVMF_CODE) \
	-drive if=pflash,format=raw,snapshot=on,file=$(OVMF_VARS) \
	-global isa-debugcon.iobase=0xe9 \
	-device isa-debug-exit,iobase=0xf4,iosize=0x04 \
	$(BOOT_FROM)

# PROGRAM= is one of Gatehouse's own, or the user's file: that one boots from a
# volume, which has the file, what is in ROOT=, and a line of options.
OWN_PROGRAM := $(filter $(PROGRAMS),$(PROGRAM))
VOLUME = $(BUILD)/program.img
FROM_VOLUME = -device ide-hd,drive=volume,bootindex=0 \
	-drive if=none,id=volume,format=raw,snapshot=on,file=$(VOLUME)
BOOT_FROM = $(if $(OWN_PROGRAM),-kernel $(BUILD)/BOOTX64.EFI \
	-append $(call quote,$(RUN_OWN)$(APPEND)),$(FROM_VOLUME))
RUN_OWN = $(if $(ARGS)$(filter-out walk,$(PROGRAM)),init=$(COMMAND_LINE) )
SYMBOLS = $(if $(OWN_PROGRAM),$(BUILD)/ring3/$(PROGRAM),$(PROGRAM))

# ARGS= is quoted for a shell. In init= a blank and others are %20 and so on.
ESCAPE = s/[^\w.\/=+-]/sprintf "%%%02x", ord $$&/ger
COMMAND_LINE = $(shell perl -e 'print join ":", map { $(ESCAPE) } @ARGV' \
	-- $(notdir $(PROGRAM)) $(ARGS))

ifeq ($(OWN_PROGRAM),)
run gdb: $(VOLUME)
endif

$(BUILD)/program.img: $(BUILD)/BOOTX64.EFI FORCE
	@$(call need,mformat,mtools) && $(call need,cpio,cpio)
	@test -f $(call quote,$(PROGRAM)) || $(no_program)
	$(Q)tests/tools/volume $@ $< $(call quote,$(PROGRAM)) \
		$(call quote,init=$(COMMAND_LINE) $(APPEND)) \
		$(call quote,$(ROOT))
need_qemu = $(call need,$(QEMU),qemu-system-x86) && \
	$(call need,$(OVMF_CODE),ovmf) && $(call need,$(OVMF_VARS),ovmf)

run: $(BUILD)/BOOTX64.EFI
	@$(need_qemu) && $(need_perl)
	$(Q)tests/tools/run $(QEMU) $(QEMU_ARGS)

# What the tools in tests/ want to know of this make.
export BUILD CC QEMU OVMF_CODE OVMF_VARS TIMEOUT

# The log is long, and ends in FAIL if anything deviates. The answer is what of
# that is new, in a screenful.
check: override APPEND := init=check $(APPEND)
check: $(BUILD)/BOOTX64.EFI
	@$(need_qemu) && $(need_perl)
	@echo 'the log: $(BUILD)/check.log'
	$(Q)tests/tools/run --log $(BUILD)/check.log $(QEMU) $(QEMU_ARGS) && \
		tests/tools/check $(BUILD)/check.log

# gdb starts the machine itself, so it leaves none behind. The symbols of one
# program at a time, for all are linked at the same address.
GDB_LOG = $(BUILD)/gdb.log
# What QEMU takes to start must not be taken for silence.
GDB = gdb -q -ex 'set confirm off' -ex 'set remotetimeout 120' \
	$(BUILD)/ring0.elf \
	$(MODULES:%=-ex 'add-symbol-file $(BUILD)/%.elf') \
	-ex 'add-symbol-file $(SYMBOLS)' \
	-ex $(call quote,target remote | exec $(QEMU) $(QEMU_ARGS) -S \
		-gdb stdio -serial null -debugcon file:$(GDB_LOG)) \
	-x tests/tools/gdbinit

gdb: $(BUILD)/BOOTX64.EFI
	@$(need_qemu) && $(call need,gdb,gdb)
	$(Q)$(GDB) $(GDB_ARGS)
