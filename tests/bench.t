#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What a null crossing costs, to the instruction: under -icount one tick of the
# time-stamp counter is one instruction, whatever the speed of this machine. A
# change that makes a crossing dearer, or cheaper, is seen here.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;

my %exact = (
	(map { ("$_ getpid" => NULL_CROSSING->{$_}) } keys %{ +NULL_CROSSING }),
	'syscall floor' => 2, 'sysenter floor' => 3, 'int80 floor' => 2,
);

my $log = passes 'bench', args => ['-icount', 'shift=0,sleep=off'],
	append => 'selftest=on init=bench:500';
my %cost = map { bench_name($_) => $_ } bench_cells($log->{text});
is $cost{$_}{unit}, 'instruction', "$_: counted in instructions"
	for sort keys %cost;
is $cost{$_}{mode}, $exact{$_}, "$_: $exact{$_} instructions"
	for sort keys %exact;
cmp_ok $cost{"$_ unknown"}{mode}, '<=', $cost{"$_ getpid"}{mode},
	"$_: a number that no table has is no dearer"
	for qw(syscall sysenter int80);

# What is not there is skipped, by name; and ticks are not called instructions.
$log = passes 'bench on AMD', cpu => 'EPYC', append => 'init=bench:100';
my @cells = bench_cells($log->{text});
is $_->{unit}, 'tick', bench_name($_) . ': in ticks' for @cells;
my %note = map { $_->{name} => $_->{note} } $log->flat;
like $note{'bench:100: sysenter, getpid, fast'}, qr/^SKIP .*SYSENTER/,
	'AMD: no SYSENTER';
like $note{'bench:100: syscall, floor, fast'}, qr/^SKIP .*selftest=on/,
	'no floor without selftest=on';

fails 'bench:0', { 'bench:0' => qr/exit code 1/ }, append => 'init=bench:0';
done_testing;
