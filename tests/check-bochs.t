#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The same in Bochs, on a CPU that was written independently of QEMU's.
use strict;
use warnings;
use lib 'tests/lib';
use Gatehouse::Conformance;

conformance('bochs-corei7_skylake_x', 'bochs-ryzen');
