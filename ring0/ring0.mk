# SPDX-License-Identifier: BSD-2-Clause
#
# $(BUILD)/ring0.elf, and beside it its modules, $(BUILD)/NAME.elf.

# Each .c and .S file of these folders is in ring0.elf.
RING0_FOLDERS := boot		# the steps of the boot, the programs to run
RING0_FOLDERS += entry		# the ways in and out
RING0_FOLDERS += sys		# the system calls
RING0_FOLDERS += task mm	# a program, and memory
RING0_FOLDERS += cpu dev	# the CPU and the few devices
RING0_FOLDERS += log panic	# what is said, and what is said at the end
RING0_FOLDERS += lib		# pure functions
RING0 := $(call objects,ring0,$(sort ring0/main.c \
	$(wildcard $(RING0_FOLDERS:%=ring0/%/*.[cS]))))

# A module is each .c and .S file of ring0/NAME/, loaded when an option asks.
MODULES := check	# the CPU against the manuals
MODULES += hardening	# what guards against the CPU's own faults
MODULES += pti		# two page tables a program
MODULES += seccomp	# what programs forbid themselves
MODULES += tracer	# a program that stops another one at its calls
MODULES += trace	# calls as strace shows them
MODULES += selftest	# what makes ring 0 fail on purpose, and looks on
MODULES += ia32		# 32-bit programs
MODULES += smp		# what more than one CPU needs
MODULES += more		# calls that few programs make
MODULES += save		# the log, in a variable of the firmware's
MODULES += qr		# the outcome, as a QR code on the screen
MODULES += cost		# what a crossing costs, on the screen
module_objects = $(call objects,ring0,$(sort $(wildcard ring0/$(1)/*.[cS])))

# The screen's font. Debian's copyright.fonts says that the "Fixed" fonts are in
# the public domain, so the image needs no other license's text.
FONT := /usr/share/consolefonts/Lat15-Fixed16.psf.gz

GENERATED := $(BUILD)/gen/font.h \
	$(patsubst ring0/sys/syscall_%.tbl,$(BUILD)/gen/unistd_%.h,\
	$(wildcard ring0/sys/syscall_*.tbl))
GENERATED += $(BUILD)/gen/syscalls_more.h $(BUILD)/gen/syscalls_more_32.h
GENERATED += $(patsubst %,$(BUILD)/gen/linux_names_%.h,64 32)
OBJECTS += $(RING0) \
	$(foreach module,$(MODULES),$(call module_objects,$(module)))

# this_cpu is at address 0 of GS: without -fno-delete-null-pointer-checks, gcc
# takes a function that only writes there for one that does nothing. A stack is
# aligned to 8 bytes: a gate gives the stacks of ring 0 no more.
CFLAGS_ring0 := -fno-delete-null-pointer-checks -fno-pie \
	-mcmodel=kernel -mno-red-zone -fno-jump-tables \
	-fno-omit-frame-pointer \
	$(if $(findstring clang,$(CC)),-mstack-alignment=8,\
		-mpreferred-stack-boundary=3)
LDFLAGS_ring0 := -static -nostdlib --fatal-warnings -z noexecstack \
	-z max-page-size=4096 --build-id=none

# The dispatcher is on every crossing's path, and needs no frame of its own.
DISPATCH_FLAGS := -O2 -fomit-frame-pointer
$(call objects,ring0,ring0/entry/dispatch.c): \
	private OWN_FLAGS := $(DISPATCH_FLAGS)

# The boot spends its time here (tests/boot-cost.t), the loader's part included,
# and the end of a program in page_table_free.
BOOT_PATH := efi/memory_map.c ring0/entry/idt.c ring0/boot/entry_points.c \
	$(patsubst %,ring0/lib/%.c,page_table page_table_free \
		page_table_rights page_table_walk cpio gzip inflate \
		deflate_alphabet prefix_code)
# clang unrolls more at -O2 than the bound of the size leaves room for.
BOOT_FLAGS := $(if $(findstring clang,$(CC)),-Oz,-O2)
$(call objects,ring0,$(BOOT_PATH)) $(call objects,efi,$(BOOT_PATH)): \
	private OWN_FLAGS := $(BOOT_FLAGS)

$(BUILD)/obj/ring0/%.o: % $(BUILD)/.flags | $(BUILD)/.tools $(GENERATED)
	$(call compile,$(CFLAGS_ring0))

$(BUILD)/gen/font.h: ring0/log/font.pl $(BUILD)/.flags | $(BUILD)/.tools
	@$(call need,$(FONT),console-setup-linux)
	$(Q)mkdir -p $(@D) && $(call say,GEN)
	$(Q)perl $< $(FONT) > $@

$(BUILD)/gen/unistd_%.h: ring0/sys/syscalltbl.sh ring0/sys/syscall_%.tbl
	$(Q)mkdir -p $(@D) && $(call say,GEN)
	$(Q)sh ring0/sys/syscalltbl.sh $* ring0/sys/syscall_$*.tbl $(@D)

# The rows of a module's own table.
$(BUILD)/gen/syscalls_%.h: ring0/sys/syscalltbl.sh ring0/%/syscall_64.tbl
	$(Q)mkdir -p $(@D)/$* && $(call say,GEN)
	$(Q)sh ring0/sys/syscalltbl.sh 64 ring0/$*/syscall_64.tbl $(@D)/$*
	$(Q)cp $(@D)/$*/syscalls_64.h $@

$(BUILD)/gen/syscalls_%_32.h: ring0/sys/syscalltbl.sh ring0/%/syscall_32.tbl
	$(Q)mkdir -p $(@D)/$* && $(call say,GEN)
	$(Q)sh ring0/sys/syscalltbl.sh 32 ring0/$*/syscall_32.tbl $(@D)/$*
	$(Q)cp $(@D)/$*/syscalls_32.h $@

# Linux's names of all its calls, from the C library's headers.
$(BUILD)/gen/linux_names_%.h: ring0/ring0.mk
	$(Q)mkdir -p $(@D) && $(call say,GEN)
	$(Q)$(CC) -E -dM -include asm/unistd_$*.h -x c /dev/null | \
		sed -n 's/^#define __NR_\([a-z0-9_]*\) \([0-9]*\)$$/\2 \1/p' | \
		sort -n | awk '{ while (n++ < $$1) print "\"\\0\""; \
			print "\"" $$2 "\\0\"" }' > $@

# -n: the loader copies segments, so the file need not be laid out in pages.
$(BUILD)/ring0.elf: ring0/ring0.lds $(RING0)
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_ring0) -n -T $< -o $@ $(RING0)

# A module uses what is global in ring 0, at its address in this one ring0.elf.
# Which one, its header says: by gzip's trailer of that file, CRC-32 and size.
.SECONDEXPANSION:
$(MODULES:%=$(BUILD)/%.elf): $(BUILD)/%.elf: ring0/%/module.lds \
		ring0/module.lds $(BUILD)/ring0.elf $$(call module_objects,$$*)
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_ring0) -T $< -R $(BUILD)/ring0.elf -o $@ \
		$(filter %.o,$^) $(LIBRARIES)

# qr.elf has Debian's library of QR codes. It was compiled for a stack that is
# aligned to 16 bytes.
QRCODEGEN := /usr/include/qrcodegen/qrcodegen.h
$(BUILD)/qr.elf: private LIBRARIES := -lqrcodegen
$(BUILD)/qr.elf: private LDFLAGS_ring0 += -L/usr/lib/x86_64-linux-gnu
$(call objects,ring0,ring0/qr/encode.c): private OWN_FLAGS := \
	$(if $(findstring clang,$(CC)),-mstack-alignment=16,\
		-mpreferred-stack-boundary=4)

# Its license goes where it goes.
$(BUILD)/compressed/qrcodegen.license: $(QRCODEGEN)
	$(Q)mkdir -p $(@D) && sed '/\*\//q' $< | gzip -9nc > $@

MODULE_HEADERS := $(call objects,ring0,$(MODULES:%=ring0/%/module.S))
$(MODULE_HEADERS): $(BUILD)/ring0.id
$(MODULE_HEADERS): private OWN_FLAGS := -DRING0_ID='"$(BUILD)/ring0.id"'
$(BUILD)/ring0.id: $(BUILD)/stripped/ring0
	$(Q)gzip -1nc $< | tail -c 8 > $@

$(BUILD)/stripped/ring0: $(BUILD)/ring0.elf
	$(Q)mkdir -p $(@D) && $(OBJCOPY) --strip-all $< $@

# The symbols of code are for the call trace of a panic. A debugger reads those
# of data, too, in $(BUILD)/NAME.elf.
without_data = $(NM) -a $< | awk '$$2 !~ /[tT]/ { print $$3 }' > $@.data && \
	$(OBJCOPY) $(1) --strip-symbols=$@.data $< $@

$(MODULES:%=$(BUILD)/stripped/%): $(BUILD)/stripped/%: $(BUILD)/%.elf
	$(Q)mkdir -p $(@D) && $(call without_data,--strip-debug)

# Ring 0's own are a file of their own. No boot needs them, and a panic should
# need no memory: so they are in the second archive, and not compressed.
$(BUILD)/ring0.symbols: $(BUILD)/ring0.elf
	$(Q)$(call without_data,--only-keep-debug -R '.debug*' -R .comment)
