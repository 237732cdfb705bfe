#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# 5-level paging. OVMF does not turn it on, so another image (la57/) does, and
# then starts this one. Runs all that depends on where ring 3's addresses end.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $image = fat_image({
	'EFI/BOOT/BOOTX64.EFI' => slurp(build('LA57.EFI')),
	'GATEHOUSE.EFI' => slurp(build('BOOTX64.EFI')),
	'gatehouse/gatehouse.cfg' => 'selftest=on init=walk:quiet,' .
		'hostile:addresses,hostile:frames,hostile:stacks,' .
		'hostile:attacks,hostile:memory,hostile:ldt,sweep:3,' .
		"fuzz:20000:1,hello\n",
});
my $log = passes '5 levels', cpu => 'max,vendor=GenuineIntel',
	drive => $image, args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
like $log->{text}, qr/^# memory: .*, 5-level paging$/m, 'five it is';
done_testing;
