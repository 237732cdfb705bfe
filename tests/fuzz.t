#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The fuzzer crosses by every gate with more than 50,000 random states from
# 64-bit code and as many from 32-bit code, while the tick comes between any two
# instructions: on a CPU with SYSENTER and FSGSBASE, and fewer on one without. A
# quarter of the states have an LDT. The seed is fixed, so that the verdict is;
# SEED=N tries another, and "make soak" a new one on every run.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Versions;
use Gatehouse::Machine;

use constant {
	ENOUGH => 50_000, # states in each mode
	ENOUGH_LDT => 3_000,
};

my $seed = $ENV{SEED} // 1;
my $log = passes 'Intel', append => "tick=20000 init=fuzz:130000:$seed";
like $log->{text}, qr/^# ticks: .* [1-9]\d* nested in calls/m, 'it ticked';
my @missing = has_trait('syscall32-on-intel') ? () :
	'SKIP no SYSCALL in 32-bit code on this CPU';
is_deeply [grep { /^SKIP/ } map { $_->{note} } $log->flat], \@missing,
	'every gate is there that the CPU has';
my %states = (64 => 0, 32 => 0);
$states{$1 ? 32 : 64} += $2 while $log->{text} =~
	/^ *# [^:]*?( from 32-bit code)?: (\d+) states, /gm;
cmp_ok $states{$_}, '>=', ENOUGH, "so many states from $_-bit code"
	for 64, 32;
my %ldt = (segments => 0, frames => 0);
while ($log->{text} =~ /, (\d+) from segments of their own, (\d+) frames, /g) {
	$ldt{segments} += $1;
	$ldt{frames} += $2;
}
cmp_ok $ldt{$_}, '>=', ENOUGH_LDT, "an LDT: enough $_" for sort keys %ldt;
$log = passes 'AMD', cpu => 'EPYC', append => "init=fuzz:40000:$seed";
like $log->{text}, qr/init=fuzz:40000:$seed repeats/, 'the seed is told';
passes 'no FSGSBASE', cpu => 'qemu64', append => "init=fuzz:5000:$seed";
done_testing;
