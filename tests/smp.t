#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Every CPU: each that the MADT lists is started, checks itself and runs walk at
# the same time as the others, and has a result. One that is not there is named,
# and the others go on; a panic on one stops all others.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

# The results of CPUs, by name.
sub cpus {
	my ($log) = @_;
	return [grep { /^cpu \d/ } map { $_->{name} } @{ $log->{results} }];
}

sub names {
	my ($program, $count) = @_;
	return [map { "cpu $_, APIC id $_: $program" } 0 .. $count - 1];
}

sub smp { return args => ['-smp', $_[0]] }

# One CPU has no such results, and the log is as if there could be no others.
my $log = passes 'one CPU', smp(1), append => 'init=walk:quiet';
is_deeply cpus($log), [], 'one CPU: no results of CPUs';

for my $count (2, 4, 7) {
	my $name = "$count CPUs";
	$log = passes $name, smp($count), append => 'init=walk:quiet';
	is_deeply cpus($log), names('walk:quiet', $count),
		"$name: each has run walk";
	unlike $log->{text}, qr/printed other lines|other return decisions/,
		"$name: they agree on every row and every return";
}

# AMD's, where SYSENTER is none of the gates, and IDs are not consecutive.
$log = passes 'AMD', cpu => 'EPYC', append => 'init=walk:quiet',
	args => ['-smp', '6,sockets=2,cores=3,threads=1'];
is_deeply cpus($log), [map { "cpu $_, APIC id " . (0, 1, 2, 4, 5, 6)[$_] .
	': walk:quiet' } 0 .. 5], 'AMD: each has run walk';

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

# A CPU that the MADT lists and that does not answer.
my $image = fat_image({
	'EFI/BOOT/BOOTX64.EFI' => slurp(build('SHIM.EFI')),
	'GATEHOUSE.EFI' => slurp(build('BOOTX64.EFI')),
	'gatehouse/gatehouse.cfg' => "init=walk:quiet\n",
	'shim/madt-absent' => 'x',
});
my $absent = 'cpu 2, APIC id 77: walk:quiet';
$log = fails 'a CPU that is not there', {
	$absent => qr/^it does not come up after INIT and SIPI$/ },
	drive => $image, args => ['-smp', '4',
		'-device', 'ide-hd,drive=disk,bootindex=0'];
is_deeply cpus($log), [(map { "cpu $_, APIC id $_: walk:quiet" } 0, 1),
	$absent, 'cpu 3, APIC id 3: walk:quiet'],
	'a CPU that is not there: the others have run';
done_testing;
