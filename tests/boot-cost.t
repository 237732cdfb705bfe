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
use constant { BOUND => 300_000, INFLATED_BOUND => 2_000_000 };

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
# This CPU has no pages of 1 GiB.
my $much = '256G';
costs('walk:quiet', $much, BOUND, qw(-vga std -machine memory-backend=much),
	'-object', "memory-backend-ram,id=much,size=$much,reserve=off");
costs('hello', '256M', INFLATED_BOUND);
costs('hostile:attacks', '256M', INFLATED_BOUND); # the largest one
done_testing;
