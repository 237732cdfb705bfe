# SPDX-License-Identifier: BSD-2-Clause
#
# Many machines, as tests/*.t and tests/tools/ boot them; and the tests that run
# on this one.
.PHONY: man test test-programs deps-programs deps-i386 test-debian host \
	check-all facts fuzz soak ablate mutants mutants-sample

# From the tables that the build and the tests have: tests/man.t.
man:
	@$(need_perl)
	$(Q)mkdir -p $(BUILD)/man && tests/tools/man-pages $(BUILD)/man

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

# Programs of a source package of Debian's, which is large.
SELFTESTS := $(BUILD)/selftests
LINUX_SOURCE = $(lastword $(sort $(wildcard /usr/src/linux-source-*.tar.xz)))

test-programs: all $(SELFTESTS)/.unpacked
	@$(need_qemu) && $(need_perl) && $(call need,bochs,bochs)
	$(Q)prove -v $(wildcard tests/programs/*.t)

$(SELFTESTS)/.unpacked: $(LINUX_SOURCE)
	@test -n '$<' || \
		{ echo 'no linux-source here: make deps-programs' >&2; exit 1; }
	@$(call need,xz,xz-utils)
	$(Q)$(call say,TAR) && rm -rf $(@D) && mkdir -p $(@D) && \
		tar -xJf $< -C $(@D) --wildcards \
		'*/tools/testing/selftests/x86' \
		'*/tools/testing/selftests/*.h' \
		'*/arch/x86/include/asm/*.h' && touch $@

deps-programs:
	+$(Q)$(MAKE) deps PACKAGES='linux-source xz-utils'

# For tests/programs-i386.t: programs and a C library, unpacked alone.
I386_PACKAGES := busybox-static klibc-utils libklibc musl-dev

deps-i386:
	@$(call need,apt-get,apt) && $(call need,dpkg-deb,dpkg)
	+$(Q)$(MAKE) deps PACKAGES='gcc-multilib libc6-dev-i386'
	$(Q)tests/tools/i386-packages $(BUILD)/i386 $(I386_PACKAGES)

# README.md's two commands, each in a minimal system of each release. As root.
RELEASES := bookworm trixie

test-debian:
	@$(call need,mmdebstrap,mmdebstrap) && $(call need,git,git)
	$(Q)tests/tools/debian $(BUILD)/debian $(RELEASES)

# What takes longer than a test may. SEED=N repeats a run of the fuzzer.
SOAK_STATES := 1000000
SEED = $(shell date +%s)

# Each says nothing for minutes.
soak: export TIMEOUT ?= 7200
soak:
	+$(Q)$(MAKE) fuzz FUZZ_LIMIT=-max_total_time=$(FUZZ_SECONDS)
	+$(Q)$(MAKE) run \
		APPEND="tick=20000 init=fuzz:$(SOAK_STATES):$(SEED)"
	+$(Q)$(MAKE) run CPU=EPYC \
		APPEND="tick=20000 init=fuzz:$(SOAK_STATES):$(SEED)"
	+$(Q)$(MAKE) run APPEND='tick=20000 init=storm:10000000'

# One defence less, and what goes red: see tests/ablations/README.md.
ablate: all
	@$(need_qemu) && $(need_perl) && $(call need,bochs,bochs)
	$(Q)perl tests/tools/ablate $(ABLATIONS)

# One small step away from the sources at a time, and what goes red, or nothing:
# see tests/mutants/README.md. mutants-sample: in ten minutes, the same ones.
SAMPLE := 24
mutants mutants-sample: all
	@$(need_qemu) && $(need_perl) && $(call need,bochs,bochs)
	@$(call need,/usr/lib/python3/dist-packages/clang,python3-clang)
	$(Q)perl tests/tools/mutants \
		$(if $(filter mutants-sample,$@),--sample=$(SAMPLE)) $(MUTANTS)

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

# --- fuzzers of the pure parts, which libFuzzer feeds -------------------------

FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
# The same inputs each time. "make soak" has new ones, for FUZZ_SECONDS.
FUZZ_LIMIT := -runs=20000 -seed=1
FUZZ_SECONDS := 600

$(BUILD)/fuzz/%: tests/fuzz/%_fuzz.c $(BUILD)/.flags | $(BUILD)/.tools
	@$(call need,clang,clang) && $(call need,/usr/include/zlib.h,zlib1g-dev)
	$(Q)mkdir -p $(@D) && $(call say,CC)
	$(Q)clang $(CPPFLAGS) -MF $@.d $(CFLAGS_host) -fsanitize=fuzzer \
		-o $@ $< -lz
-include $(FUZZERS:%=$(BUILD)/fuzz/%.d)

fuzz: $(FUZZERS:%=$(BUILD)/fuzz/%) all
	$(Q)for fuzzer in $(FUZZERS); do \
		tests/tools/fuzz $(BUILD) $$fuzzer $(FUZZ_LIMIT) || exit 1; \
	done

# --- for tests/la57.t: starts BOOTX64.EFI with 5-level paging -----------------

LA57 := $(call objects,efi,$(wildcard tests/la57/*.[cS]))
OBJECTS += $(LA57)

all: $(BUILD)/LA57.EFI
$(BUILD)/LA57.so: $(LA57)

# --- for faulty(): starts BOOTX64.EFI on firmware with faults -----------------

SHIM := $(call objects,efi,$(wildcard tests/shim/*.c))
OBJECTS += $(SHIM)

all: $(BUILD)/SHIM.EFI
$(BUILD)/SHIM.so: $(SHIM)
