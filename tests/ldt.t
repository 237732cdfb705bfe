#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# modify_ldt, and espfix, which a 16-bit stack segment needs: with a tick, on
# QEMU and on Bochs, where IRET loads only SP, as on a real CPU. The second
# program, and the sweep of all selectors, find nothing of the first's LDT.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Machine;

use constant ROWS => 13;

my $options = 'tick=1000 init=hostile:ldt,hostile:ldt,hostile:selectors';

sub all_there {
	my ($log) = @_;
	my @rows = grep { $_->{name} =~ /^hostile:ldt: / } $log->flat;
	is scalar @rows, 2 * ROWS, 'every row is there';
	my %skipped = map { $_->{name} => 1 } grep { $_->{note} } @rows;
	is_deeply [keys %skipped],
		['hostile:ldt: ss made not present in use is its #SS'],
		'one departs: the SDM and an EPYC have #SS, these two #NP';
	like $log->{text}, qr/^# ticks: [1-9]\d* in ring 3/m, 'it ticks';
	return;
}

for my $cpu ('Skylake-Client', 'EPYC', 'qemu64') {
	all_there passes $cpu, cpu => $cpu, append => $options;
}
all_there bochs_passes $options;
done_testing;
