#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The boot from efi_main to ring 3's first instruction stays below a bound, in
# instructions (-icount), with ring 0's checks of itself: with little memory and
# with much, with a screen, and where the program is inflated first.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

# They exclude the firmware's services and the log.
# With much memory and no pages of 1 GiB the direct map has an entry for each
# 2 MiB, which the loader writes and ring 0 checks.
use constant { BOUND => 300_000, LARGE_BOUND => 330_000,
	INFLATED_BOUND => 2_000_000 };

sub costs {
	my ($program, $memory, $bound, @args) = @_;
	my $log = passes "$program, $memory", memory => $memory,
		append => "init=$program",
		args => ['-icount', 'shift=0,sleep=off', @args];
	my ($cost) = $log->{text} =~
		/^# boot: +(\d+) ticks from efi_main to ring 3$/m;
	ok defined $cost, "$program, $memory: the log says what the boot takes";
	cmp_ok $cost // 1e9, '<=', $bound, "$program, $memory: instructions";
	return;
}

costs('walk:quiet', '256M', BOUND);
costs('walk:quiet', '20G', LARGE_BOUND, qw(-vga std));
costs('hello', '256M', INFLATED_BOUND);
costs('hostile', '256M', INFLATED_BOUND); # the largest one
done_testing;
