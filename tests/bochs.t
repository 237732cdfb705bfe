#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# walk and hello on Bochs, whose CPU was written independently of QEMU's. To 2.8
# its TSC counts instructions: a second machine for bench to count on. Its CPUID
# gives the TSC's frequency, which QEMU's does not.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Bochs;
use Gatehouse::Versions;

my $log = bochs_passes('selftest=on init=walk,hello,bench:20');
my %cost = map { bench_name($_) => $_ } bench_cells($log->{text});
my $counts = has_trait('tsc-is-instructions');
# Bochs' model of Intel's has no SYSCALL in 32-bit code, as the manual says.
for (grep { !m{^syscall/32} } sort keys %{ +BENCH_EXACT }) {
	is $cost{$_}{unit}, $counts ? 'instruction' : 'tick',
		"$_: the log says in what it is counted";
	is $cost{$_}{mode}, BENCH_EXACT->{$_}, "$_: as many as QEMU counts"
		if $counts;
}
like $log->{text}, qr/^ +# cpu: base 3500 MHz, at most 4000 MHz$/m,
	'the frequencies of the core';
like $log->{text}, qr{^ +# tsc: 3500 MHz, 292/2 of the crystal's$}m,
	'and that of the TSC';
done_testing;
