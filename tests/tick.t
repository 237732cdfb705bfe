#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The tick interrupts ring 3, nests in its calls, and finds ring 3's frame each
# time; walk notices nothing. Guest time is instructions (-icount), so the
# number and place of the ticks do not depend on the host's load.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $ring3 = qr/^# ticks: [1-9]\d* in ring 3, /m;
my $nested = qr/^# ticks: \d+ in ring 3, [1-9]\d* nested in calls/m;

for my $tick ('100000', '100000,oneshot') {
	my $log = passes "tick=$tick", args => ['-icount', 'shift=0,sleep=off'],
		append => "tick=$tick selftest=on init=walk:quiet,walk:quiet";
	like $log->{text}, $ring3, 'it comes in ring 3';
	like $log->{text}, $nested, 'and in the midst of calls';
}

# This program is in ring 3 nearly all the time.
my $busy = passes 'a loop', args => ['-icount', 'shift=0,sleep=off'],
	append => 'tick=10000 selftest=on init=hostile:counts';
my ($in_ring3, $in_calls) =
	$busy->{text} =~ /^# ticks: (\d+) in ring 3, (\d+) nested in calls/m;
cmp_ok $in_ring3 // 0, '>', 3 * ($in_calls // 0), 'most come in ring 3';

my $log = passes 'a tick too fast', append => 'tick=100001 init=hello';
like $log->{text}, qr/^# option: tick: bad value/m, 'is refused';
unlike $log->{text}, qr/^# ticks:/m, 'and there is none';
done_testing;
