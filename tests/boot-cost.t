#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What the boot takes from efi_main to ring 3's first instruction, to the
# instruction (-icount), ring 0's checks of itself included: with little memory,
# and with much.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant BOUND => 300_000; # without the firmware's services and the log

for my $memory (qw(256M 20G)) {
	my $log = passes $memory, memory => $memory,
		append => 'init=walk:quiet',
		args => ['-icount', 'shift=0,sleep=off'];
	my ($cost) = $log->{text} =~
		/^# boot: +(\d+) ticks from efi_main to ring 3$/m;
	ok defined $cost, "$memory: the log says what the boot takes";
	cmp_ok $cost // 1e9, '<=', BOUND, "$memory: instructions";
}
done_testing;
