#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The whole of Gatehouse, programs included, is no larger than memtest86+.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

my $size = -s build('BOOTX64.EFI');
cmp_ok $size, '<=', IMAGE_MAX, "BOOTX64.EFI has $size bytes";
done_testing;
