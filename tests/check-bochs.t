#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The conformance report in Bochs, whose CPU was written independently of
# QEMU's.
use strict;
use warnings;
use lib 'tests/lib';
use Gatehouse::Conformance;

conformance('bochs-corei7_skylake_x', 'bochs-ryzen');
