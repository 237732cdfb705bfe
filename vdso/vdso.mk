# SPDX-License-Identifier: BSD-2-Clause
#
# $(BUILD)/vdso/vdso32.so and vdso64.so, which modules of ring 0 carry, and what
# ring 0 has to know of the one.

LDFLAGS_vdso32 := -m elf_i386 -shared -nostdlib --fatal-warnings \
	--eh-frame-hdr --hash-style=both --build-id=none \
	-soname linux-gate.so.1 -z noexecstack -z max-page-size=4096
# Bytes that ring 0 writes, for the CPU's best gate.
VDSO32_GATE_SIZE := 6

$(BUILD)/vdso/vdso32.o: vdso/vdso32.S $(BUILD)/.flags | $(BUILD)/.tools \
		$(GENERATED)
	$(Q)mkdir -p $(@D) && $(call say,AS)
	$(Q)$(CC) -m32 $(CPPFLAGS) -DVDSO32_GATE_SIZE=$(VDSO32_GATE_SIZE) \
		-c -o $@ $<

$(BUILD)/vdso/vdso32.so: vdso/vdso32.lds $(BUILD)/vdso/vdso32.o
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_vdso32) -T $< -o $@.whole $(filter %.o,$^)
	$(Q)$(OBJCOPY) --strip-all $@.whole $@

# Offsets, by nm: "#define VDSO32_LANDING_PAD 0x2f0".
$(BUILD)/gen/vdso_32.h: $(BUILD)/vdso/vdso32.so
	$(Q)mkdir -p $(@D) && $(call say,GEN)
	$(Q)nm $<.whole | awk ' \
		BEGIN { print "#define VDSO32_GATE_SIZE $(VDSO32_GATE_SIZE)" } \
		$$3 ~ /^(vdso32|__kernel)_/ { sub(/^__kernel/, "vdso32", $$3); \
			print "#define " toupper($$3) " 0x" $$1 }' > $@

VDSO_OBJECTS := $(BUILD)/obj/ring0/ring0/ia32/vdso.c.o \
	$(BUILD)/obj/ring0/ring0/ia32/vdso_image.S.o
$(VDSO_OBJECTS): $(BUILD)/gen/vdso_32.h $(BUILD)/vdso/vdso32.so
$(VDSO_OBJECTS): private OWN_FLAGS := -DVDSO32_SO='"$(BUILD)/vdso/vdso32.so"'
OBJECTS += $(BUILD)/vdso/vdso32.o

# --- for 64-bit code ---------------------------------------------------------

CFLAGS_vdso64 := -O2 -fPIC -fasynchronous-unwind-tables
LDFLAGS_vdso64 := -shared -nostdlib --fatal-warnings --eh-frame-hdr \
	--hash-style=both --build-id=none -soname linux-vdso.so.1 \
	-z noexecstack -z max-page-size=4096

$(BUILD)/vdso/vdso64.o: vdso/vdso64.c $(BUILD)/.flags | $(BUILD)/.tools \
		$(GENERATED)
	$(call compile,$(CFLAGS_vdso64))

$(BUILD)/vdso/vdso64.so: vdso/vdso64.lds $(BUILD)/vdso/vdso64.o
	$(Q)$(call say,LD)
	$(Q)$(LD) $(LDFLAGS_vdso64) -T $< -o $@.whole $(filter %.o,$^)
	$(Q)$(OBJCOPY) --strip-all $@.whole $@

VDSO64_IMAGE := $(BUILD)/obj/ring0/ring0/more/vdso_image.S.o
$(VDSO64_IMAGE): $(BUILD)/vdso/vdso64.so
$(VDSO64_IMAGE): private OWN_FLAGS := -DVDSO64_SO='"$(BUILD)/vdso/vdso64.so"'
OBJECTS += $(BUILD)/vdso/vdso64.o
