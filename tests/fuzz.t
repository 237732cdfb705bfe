#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# 50,000 random states through every gate, with a new seed each time (the log
# tells it), and the tick between any two instructions of theirs, on a CPU with
# SYSENTER and FSGSBASE; and some on one without.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $seed = $ENV{SEED} // time;
diag "seed: $seed";
my $log = passes 'Intel', image => 'TESTS',
	append => "tick=20000 init=fuzz:50000:$seed";
like $log->{text}, qr/^# ticks: .* [1-9]\d* nested in calls/m, 'it ticked';
ok !(grep { $_->{note} =~ /^SKIP/ } $log->flat), 'every gate is there';
$log = passes 'AMD', cpu => 'EPYC', image => 'TESTS',
	append => "init=fuzz:10000:$seed";
like $log->{text}, qr/init=fuzz:10000:$seed repeats/, 'the seed is told';
passes 'no FSGSBASE', cpu => 'qemu64', image => 'TESTS',
	append => "init=fuzz:5000:$seed";
done_testing;
