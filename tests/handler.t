#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# By each gate and from each mode a handler gets its six arguments in order, and
# ring 3 gets each register that the handler has changed. AMD is run for SYSCALL
# from 32-bit code, Intel for SYSENTER.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my %skips = ('Skylake-Client' => qr/SYSCALL in 32-bit/,
	EPYC => qr/SYSENTER in long mode/);
for my $cpu (sort keys %skips) {
	my $log = passes $cpu, cpu => $cpu,
		append => 'selftest=on init=handler';
	ok !(grep { /^SKIP/ and !/$skips{$cpu}/ } map { $_->{note} }
		$log->flat), 'no gate is skipped that the CPU has';
}
done_testing;
