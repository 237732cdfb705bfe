#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# One SMI in a sample of bench's: the CPU counts it, ring 0 reports the count,
# and bench leaves out the one run that it hit, and names it.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Log;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my ($status, $text) = output(make('-s', 'gdb', 'PROGRAM=bench',
	"GDB_LOG=$dir/log", 'APPEND=init=bench:60',
	'GDB_ARGS=-batch -x tests/tools/smi.gdb'));
my $log = Gatehouse::Log->new(slurp("$dir/log"));
is_deeply $log->{faults}, [], 'the log is as it must be' or diag $text;
is $log->{end}, 'PASS', 'and all in it is well';
my @named = $log->{text} =~ /^ *# excluded: (.*SMIs [1-9].*)$/mg;
is "@named", 'syscall, getpid, fast: run 1: interrupts 0, NMIs 0, SMIs 1',
	'the run is named';
my ($first, @rest) = bench_excluded($log->{text});
is "@$first{qw(excluded smis)}", '1 1', 'it is excluded';
is $_->{smis}, 0, bench_name($_) . ': no other is' for @rest;
done_testing;
