#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Every CPU: each that the MADT lists is started, checks itself and runs walk at
# the same time as the others, and has a result.
use strict;
use warnings;
use Test::More;
use Time::HiRes 'sleep';
use lib 'tests/lib';
use Gatehouse::Cpus;
use Gatehouse::Machine;
use Gatehouse::Monitor;

# One CPU has no such results, and the log is as if there could be no others.
my $log = passes 'one CPU', smp(1), append => 'init=walk:quiet';
is_deeply cpus($log), [], 'one CPU: no results of CPUs';

for my $count (2, 4, 7) {
	my $name = "$count CPUs";
	$log = passes $name, smp($count), append => 'init=walk:quiet';
	is_deeply cpus($log), names('walk:quiet', $count),
		"$name: each has run walk";
	ok agree($log), "$name: they agree on every row and every return";
}

# AMD's, where SYSENTER is none of the gates, and IDs are not consecutive.
$log = passes 'AMD', cpu => 'EPYC', append => 'init=walk:quiet',
	args => ['-smp', '6,sockets=2,cores=3,threads=1'];
is_deeply cpus($log), [map { "cpu $_, APIC id " . (0, 1, 2, 4, 5, 6)[$_] .
	': walk:quiet' } 0 .. 5], 'AMD: each has run walk';

# The others come from real mode, so they turn 5-level paging on by themselves.
for my $switch (qw(on off)) {
	$log = passes "la57=$switch", cpu => 'max,vendor=GenuineIntel',
		smp(2), append => "la57=$switch init=walk:quiet";
	is_deeply cpus($log), names('walk:quiet', 2),
		"la57=$switch: each has run walk";
}

# At the end all wait in HLT, which costs the host nothing.
use constant { WAITING => 8, TRIES => 200 };
my $halted = 0;
boot(smp(WAITING), append => 'init=walk:quiet exit=halt',
	until => qr/^# gatehouse: end: PASS/m, then => sub {
	my ($dir) = @_;
	my $monitor = Gatehouse::Monitor->new("$dir/qmp");
	for (1 .. TRIES) {
		my $all = $monitor->ask('human-monitor-command',
			'command-line' => 'info registers -a');
		$halted = () = $all =~ /\bHLT=1\b/g;
		last if $halted == WAITING;
		sleep 0.05;
	}
});
is $halted, WAITING, 'all wait in HLT when there is nothing to do';
done_testing;
