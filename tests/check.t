#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The conformance report in QEMU finds what this emulator's list of known
# deviations says, no more and no less, and what FACTS.md says.
use strict;
use warnings;
use lib 'tests/lib';
use Gatehouse::Conformance;

conformance('Skylake-Client', 'EPYC', 'max-Intel');
