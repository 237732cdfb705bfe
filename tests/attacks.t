#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The attacks on entry code that became known: on QEMU, and on Bochs, whose
# SYSRET to a non-canonical address raises #GP in ring 0, as Intel's CPUs do.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Machine;

my $attacks = 'selftest=on init=hostile:attacks,walk:quiet';
passes $_, cpu => $_, image => 'TESTS', append => $attacks
	for 'Skylake-Client', 'EPYC', 'qemu64';

my %row = map { $_->{name} => $_ } bochs_passes($attacks)->flat;
my ($xsa_7) = grep { /XSA-7:/ } keys %row;
is $row{$xsa_7}{note}, '', 'CVE-2012-0217 can occur on Bochs, and is survived';
done_testing;
