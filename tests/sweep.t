#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The every-instruction sweep: whatever instruction of ring 0's an exception,
# an NMI or an interrupt lands on, ring 3 does not notice, and nothing is lost.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant FEWEST => 40; # instructions: pt_regs alone takes 15 and 15

sub sweeps {
	my ($cpu, $ways, $skipped) = @_;
	my $log = passes "the sweep on $cpu", cpu => $cpu,
		image => 'TESTS',
		append => 'selftest=on init=sweep,walk:quiet';
	my @rows = grep { $_->{name} =~ /^sweep: / } $log->flat;
	my @swept = grep { $_->{name} =~
		/: (\d+) instructions x 7 events: all survived$/ and
		$1 >= FEWEST } @rows;
	is scalar @swept, $ways, "$ways ways are swept";
	is scalar(grep { $_->{note} =~ /^SKIP .*SYSENTER/ } @rows), $skipped,
		"$skipped are not there, and it says why";
	like $log->{text}, qr/ [1-9]\d* events in the SYSCALL window/,
		'some of it lies in the SYSCALL window';
	my ($nmis) = $log->{text} =~ /^# nmis: (\d+) handled/m;
	cmp_ok $nmis // 0, '>', 8 * FEWEST * $ways, 'the NMIs are counted';
	return;
}

sweeps 'Skylake-Client', 7, 0;
sweeps 'EPYC', 4, 3;
my $log = passes 'without selftest=on', image => 'TESTS',
	append => 'init=sweep';
is scalar(grep { $_->{note} =~ /^SKIP .*selftest=on/ } $log->flat), 7,
	'it is not allowed, and says how it is';
done_testing;
