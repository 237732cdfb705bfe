#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A #DB that MOV SS delays until ring 0 (CVE-2018-8897). QEMU does not delay it,
# so it comes in ring 3; bochs-sweep.t has a CPU that does.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

for my $cpu (qw(Skylake-Client EPYC)) {
	my $log = passes $cpu, cpu => $cpu,
		append => 'selftest=on init=movss,walk:quiet';
	my @rows = grep { $_->{name} =~ /^movss: / } $log->flat;
	is scalar @rows, 4, 'four ways into ring 0';
	is scalar(grep { $_->{note} =~ /cannot occur on this machine|SYSENTER/ }
		@rows), 4, 'none is claimed to be an attack survived';
}
done_testing;
