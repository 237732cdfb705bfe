# SPDX-License-Identifier: BSD-2-Clause
#
# What a crossing costs: beside Linux, drawn, and instruction by instruction.
.PHONY: bench deps-bench path-classes report listing tour

BENCH_SAMPLES := 100000
LINUX := $(BUILD)/linux

bench: $(BUILD)/BOOTX64.EFI $(LINUX)/initramfs.cpio
	@$(need_qemu) && $(need_perl)
	@test -e $(LINUX)/vmlinuz || \
		{ echo 'no Linux here: make deps-bench' >&2; exit 1; }
	$(Q)CPU=$(CPU) perl tests/tools/bench-beside-linux $(LINUX) \
		$(BUILD)/bench $(BENCH_SAMPLES)

# What a null crossing's instructions are for, in both systems.
path-classes: $(BUILD)/BOOTX64.EFI
	@$(need_qemu) && $(need_perl) && $(call need,gdb,gdb)
	@$(call need,/bin/busybox,busybox-static)
	@test -e $(LINUX)/vmlinuz || \
		{ echo 'no Linux here: make deps-bench' >&2; exit 1; }
	+$(Q)perl tests/tools/path-classes $(LINUX)/vmlinuz

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

# One page of crossings to step through, from what gdb sees.
tour: $(BUILD)/BOOTX64.EFI
	@$(need_qemu) && $(need_perl) && $(call need,gdb,gdb)
	+$(Q)perl tests/tools/tour $(BUILD)/tour.html

# The same bytes that Gatehouse runs, as Linux's first program.
$(LINUX)/initramfs.cpio: $(BUILD)/stripped/bench
	$(Q)mkdir -p $(@D)/root && cp $< $(@D)/root/init
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
