#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The tick: preempts ring 3, nests in its calls, and finds ring 3's frame each
# time; walk sees none of it.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $ring3 = qr/^# ticks: [1-9]\d* in ring 3, /m;
my $nested = qr/^# ticks: \d+ in ring 3, [1-9]\d* nested in calls/m;

for my $tick ('20000', '20000,oneshot') {
	my $log = passes "tick=$tick",
		append => "tick=$tick selftest=on init=walk:quiet,walk:quiet";
	like $log->{text}, $ring3, 'it comes in ring 3';
	like $log->{text}, $nested, 'and in the midst of calls';
}

my $log = passes 'a tick too fast', append => 'tick=100001 init=hello';
like $log->{text}, qr/^# option: tick: bad value/m, 'is refused';
unlike $log->{text}, qr/^# ticks:/m, 'and there is none';
done_testing;
