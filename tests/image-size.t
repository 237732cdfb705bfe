#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The whole of Gatehouse, programs included, is smaller than memtest86+.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant MEMTEST86PLUS => 145_408; # bytes, memtest64.efi 6.20

my $size = -s build('BOOTX64.EFI');
cmp_ok $size, '<', MEMTEST86PLUS, "BOOTX64.EFI has $size bytes";
done_testing;
