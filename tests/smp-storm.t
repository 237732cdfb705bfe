#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NMIs come to two CPUs at random, and each has a tick, while both cross by
# every gate and compare every register. Neither ends before enough have come.
use strict;
use warnings;
use File::Temp 'tempdir';
use POSIX ();
use Test::More;
use Time::HiRes 'sleep';
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Monitor;

use constant {
	CROSSINGS => 30_000, # at least
	FEWEST => 300,	     # NMIs on each, and as many ticks
	LONGEST => 0.001,    # seconds between two NMIs, at most
};

my $dir = tempdir(CLEANUP => 1);

# The second CPU in ring 3, on Gatehouse's selector.
my $in_ring3 = qr/^CPU#1\b.*?^CS =0033/ms;

# Sends NMIs, which QEMU gives to every CPU, until the machine ends; but none
# before both run, for a CPU that has no IDT yet cannot take one.
sub inject {
	my $monitor;
	sleep 0.05 until -S "$dir/qmp" and
		$monitor = Gatehouse::Monitor->new("$dir/qmp");
	sleep 0.02 until ($monitor->ask('human-monitor-command',
		'command-line' => 'info registers -a') // return) =~ $in_ring3;
	sleep rand LONGEST while $monitor->ask('inject-nmi');
	return;
}

my $injector = fork // die "fork: $!\n";
if (!$injector) {
	inject();
	POSIX::_exit(0);
}
my $log = passes 'a storm of NMIs and ticks on two CPUs', append =>
	'tick=2000 init=hello smp=storm:' . CROSSINGS . ':' . FEWEST,
	args => ['-smp', 2, Gatehouse::Monitor::arguments("$dir/qmp")];
kill TERM => $injector;
waitpid $injector, 0;
is_deeply [grep { /storm/ } map { $_->{name} } @{ $log->{results} }],
	[map { "cpu $_, APIC id $_: storm:" . CROSSINGS . ':' . FEWEST } 0, 1],
	'both have come through it';
like $log->{text}, qr/^# nmis: [1-9]\d\d+ handled$/m, 'hundreds of NMIs';
done_testing;
