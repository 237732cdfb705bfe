# SPDX-License-Identifier: BSD-2-Clause
#
# The programs, $(BUILD)/ring3/NAME, and the two archives that BOOTX64.EFI has.

# A program is each .c and .S file of ring3/NAME/, its main() in main.c.
PROGRAMS := $(patsubst ring3/%/main.c,%,$(sort $(wildcard ring3/*/main.c)))
# The default one is in an archive of its own that is not compressed, so that
# the way to it is short. All the others are in the second archive, each of them
# compressed, so that a boot inflates one and not all.
FIRST_PROGRAM := walk

# What every program is linked with, and may share with ring 0.
RING3_LIB := $(call objects,ring3,$(sort $(wildcard ring3/lib/*.[cS])) \
	$(patsubst %,ring0/lib/%.c,printf printf_spec string))
program_objects = $(call objects,ring3,$(sort $(wildcard ring3/$(1)/*.[cS])))
OBJECTS += $(RING3_LIB) \
	$(foreach program,$(PROGRAMS),$(call program_objects,$(program)))

CFLAGS_ring3 := -fno-pie -ffunction-sections -fdata-sections
LDFLAGS_ring3 := -static -nostdlib --fatal-warnings -z noexecstack \
	-z max-page-size=4096 --gc-sections --build-id=none

$(BUILD)/obj/ring3/%.o: % $(BUILD)/.flags | $(BUILD)/.tools $(GENERATED)
	$(call compile,$(CFLAGS_ring3))

.SECONDEXPANSION:
$(PROGRAMS:%=$(BUILD)/ring3/%): $(BUILD)/ring3/%: ring3/ring3.lds \
		$(RING3_LIB) $$(call program_objects,$$*)
	$(Q)mkdir -p $(@D) && $(call say,LD)
	$(Q)$(LD) $(LDFLAGS_ring3) -T $< -o $@ $(filter %.o,$^)

$(PROGRAMS:%=$(BUILD)/stripped/%): $(BUILD)/stripped/%: $(BUILD)/ring3/%
	$(Q)mkdir -p $(@D) && $(OBJCOPY) --strip-all $< $@

EXTRA := $(filter-out $(FIRST_PROGRAM),$(PROGRAMS)) $(MODULES)
$(EXTRA:%=$(BUILD)/compressed/%): $(BUILD)/compressed/%: $(BUILD)/stripped/%
	$(Q)mkdir -p $(@D) && $(call say,GZIP)
	$(Q)gzip -9nc $< > $@

$(BUILD)/initramfs.cpio: $(BUILD)/stripped/$(FIRST_PROGRAM)
$(BUILD)/extra.cpio: $(EXTRA:%=$(BUILD)/compressed/%) \
	$(BUILD)/compressed/qrcodegen.license $(BUILD)/ring0.symbols

# Reproducible: the order is the list's, and nothing tells when or by whom. And
# -C 4 does not fill it up to a block of 512 bytes, as for a tape.
CPIO := cpio --quiet -o -H newc -C 4 --reproducible -R 0:0
ARCHIVES := $(BUILD)/initramfs.cpio $(BUILD)/extra.cpio
$(ARCHIVES): $(BUILD)/%.cpio: $(BUILD)/.flags
	$(Q)$(call say,CPIO)
	$(Q)rm -rf $(BUILD)/$* && mkdir -p $(BUILD)/$*
	$(Q)cp $(filter-out $(BUILD)/.flags,$^) $(BUILD)/$*
	$(Q)cd $(BUILD)/$* && chmod 755 * && touch -d @0 * && \
		printf '%s\n' $(notdir $(filter-out $(BUILD)/.flags,$^)) | \
		$(CPIO) > $(abspath $@)
