#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# How large the image is, and that a boot needs nothing of its second archive:
# with each byte of that overwritten, the default run is as it was.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;
use Gatehouse::Size;

size_is_bounded();

my $efi = slurp(build('BOOTX64.EFI'));
my $archive = slurp(build('extra.cpio'));
my $at = index $efi, $archive;
cmp_ok $at, '>', 0, 'the second archive is in the image';
substr($efi, $at, length $archive) = "\xff" x length $archive;
my $disk = fat_image({ 'EFI/BOOT/BOOTX64.EFI' => $efi });
passes 'without it', drive => $disk,
	args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
done_testing;
