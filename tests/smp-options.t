#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# How many CPUs run, and what: nosmp, maxcpus= and smp=. What fails or panics on
# all of them is told for each, or once.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Cpus;
use Gatehouse::Machine;

my $log;

# How many run.
for (['nosmp', 0], ['maxcpus=1', 0], ['maxcpus=0', 0], ['maxcpus=2', 2],
     ['maxcpus=9', 3]) {
	my ($option, $count) = @$_;
	$log = passes $option, smp(3), append => "init=walk:quiet $option";
	is_deeply cpus($log), names('walk:quiet', $count),
		"$option: so many run";
}

# What runs.
$log = passes 'hello alone', smp(2), append => 'init=hello';
is_deeply cpus($log), [], 'another program: the boot CPU alone runs it';
$log = passes 'smp=', smp(2), memory => '128M', append =>
	'init=hello smp=hello tick=1000 selftest=on';
is_deeply cpus($log), names('hello', 2), 'smp=: all CPUs run it, with a tick';
my $none = 'no such program in the initramfs';
$log = fails 'no such program', { map { $_ => qr/^$none$/ }
	@{ names('nothing', 2) } }, smp(2),
	append => 'init=hello smp=nothing';
$log = fails 'a fault on each', { map { $_ => qr/^killed by SIG/ }
	@{ names('fault:null', 2) } }, smp(2),
	append => 'init=hello smp=fault:null';
like $log->{text}, qr/^# cpu 1: .*#PF page fault/m,
	'a fault on each: what the CPU has logged is shown';

# A panic on all CPUs at the same time gives one report, and an end.
$log = panics 'a panic on each', smp(4),
	append => 'selftest=on init=hello smp=fault:oops-null';
my @panics = $log->{text} =~ /^# panic: (.*)$/mg;
is scalar(grep { /^on cpu \d, APIC id \d$/ } @panics), 1,
	'a panic on each: one of them has the log, and says which';
is scalar(grep { /^#PF/ } @panics), 1, 'and reports once';
unlike $log->{text}, qr/does not stop|again/, 'the others have stopped';

done_testing;
