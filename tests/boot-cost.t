#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The boot from efi_main to ring 3's first instruction stays below a bound, in
# instructions (-icount), with ring 0's checks of itself: with little memory and
# with much.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant BOUND => 300_000; # excludes the firmware's services and the log

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
