#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What firmware says of CPUs may be wrong: one that is not there is named, and
# the others go on; one that is set up differently is a finding.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Cpus;
use Gatehouse::Image;
use Gatehouse::Machine;

# Returns what boots four CPUs on firmware with this fault.
sub broken {
	my ($fault) = @_;
	my %machine = faulty([$fault], 'gatehouse.cfg' => 'init=walk:quiet');
	push @{ $machine{args} }, '-smp', '4';
	return %machine;
}

# A CPU that the MADT lists and that does not answer.
my $absent = 'cpu 2, APIC id 77: walk:quiet';
my $log = fails 'a CPU that is not there', {
	$absent => qr/^it does not come up after INIT and SIPI$/ },
	broken('madt-absent');
is_deeply cpus($log), [(map { "cpu $_, APIC id $_: walk:quiet" } 0, 1),
	$absent, 'cpu 3, APIC id 3: walk:quiet'],
	'a CPU that is not there: the others have run';
like $log->{text}, qr/^# cpus: 3 of 4 run$/m, 'and so says the log';

# Firmware that sets an MSR on its first CPU alone.
$log = passes 'MISC_ENABLE differs', broken('boot-cpu-alone');
my $differs = 'MSR MISC_ENABLE is 0x1, on cpu 0 it is 0x10001';
like $log->{text}, qr/^# finding: cpu 1: $differs$/m,
	'MISC_ENABLE differs: it is named';
my $set = qr/registers differed from cpu 0's; set, and 0 differ now/;
like $log->{text}, qr/^# finding: cpu 1: MTRRs: [1-9]\d* $set$/m,
	'MTRRs differ, for QEMU clears them at INIT: they are set';
like $log->{text}, qr/^# finding: cpu $_: differs as cpu 1 does$/m,
	"MISC_ENABLE differs: on cpu $_, too" for 2, 3;
done_testing;
