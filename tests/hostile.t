#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The program tries all that ring 3 must not get away with. Each attempt must
# have just the outcome that the manuals name, with SMAP and without. Its last
# part exits holding all memory, and the next program must find nothing in it.
# Then come faults for which no signal can be delivered: ring 0 kills the
# program.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

for my $cpu ('Skylake-Client', 'qemu64', 'max,vendor=GenuineIntel') {
	my $log = passes "hostile on $cpu", cpu => $cpu,
		append => 'mem=64M init=hostile,hostile:memory,walk:quiet';
	my @rows = grep { $_->{name} =~ /^hostile: / } $log->flat;
	cmp_ok scalar @rows, '>=', 89, 'every row is there';
	# A row where QEMU departs from the manuals names its finding.
	my $findings = () = $log->{text} =~ /^ *# finding: \w+: /mg;
	my $departed = grep { $_->{note} =~ /departs from the manuals/ } @rows;
	is $departed, $findings, "$findings findings";
}

my @endings = qw(push-noncanonical push-ist push-ring0 push-zero
	ud2-noncanonical ud2-ist ud2-zero int3-ist int3-stack frame-zero
	frame-ring0 frame-noncanonical frame-wrapping handler-noncanonical
	handler-ring0 ignored blocked handler-faults abort fpu-noncanonical
	fpu-ring0 altstack-small);
# A frame that finds no room is SIGSEGV, as on Linux, whatever the fault was.
my %signal = ((map { $_ => 'SIGILL' } qw(ignored blocked handler-faults)),
	abort => 'SIGABRT');
my %not_ok;
for (@endings) {
	my $by = $signal{$_} // 'SIGSEGV';
	$not_ok{"hostile:end:$_"} = qr/killed by $by/;
}
my $ends = fails 'what ends it', \%not_ok,
	append => 'init=' . join ',', (sort keys %not_ok), 'walk:quiet';
# Linux kills where the fault is; a handler at address 1, SIG_IGN, is none.
my @ignored = $ends->{text} =~ /hostile:end:ignored: #\w+ .* rip (0x\w+)/g;
ok @ignored == 1 && hex $ignored[0] > 4096,
	'SIG_IGN for a fault: one report, of the fault itself';

# Every selector, and every port by each width, instead of samples. It runs
# without SMAP, because with it QEMU's far calls depart from the manuals.
my $all = passes 'every selector and port', cpu => 'qemu64',
	append => 'init=hostile:selectors:all,hostile:sweeps:all';
my ($attempts) = $all->{text} =~
	/^  # (\d+) attempts\n  ok \d+ - far jumps: /m;
is $attempts // 0, 65536 + 1, 'far jumps to all of them, and the next call';
is scalar(grep { $_->{name} =~ /far (?:jumps|calls)|lretq/ and
	$_->{note} eq '' } $all->flat), 3, 'far ones come to what they must';

# The second program looks for what the first one left.
for my $cpu ('Skylake-Client', 'EPYC') {
	my $log = passes "leftovers on $cpu", cpu => $cpu,
		append => 'selftest=on init=hostile:leftovers,' .
			'hostile:leftovers,hostile:counts';
	is scalar(grep { $_->{name} =~ /^hostile:(?:leftovers|counts): / and
		!$_->{note} } $log->flat), 2 * 4 + 3, 'nothing is skipped';
}

# With AC set, SMAP would be off in ring 0: each gate must clear it. The report
# names the gate and the call's arguments.
my %named = (syscall => 'SYSCALL', sysenter => 'SYSENTER',
	int80 => 'int 0x80', syscall32 => 'SYSCALL from 32-bit code');
for my $gate (sort keys %named) {
	my $log = panics "SMAP and AC by $gate",
		cpu => $gate eq 'syscall32' ? 'EPYC' : 'Skylake-Client',
		append => "selftest=on init=hostile:end:smap-$gate";
	my ($read) = $log->{text} =~ /a read at (0x\w+) by ring 0: .*rights/;
	ok $read, "$gate: it is SMAP that stops it";
	my $given = join ', .* = ', '0x8', $read, map { "0x$_" } 3 .. 6;
	like $log->{text}, qr/^# gate: $named{$gate}, from .*\(.* = $given\)/m,
		"$gate: the report names it, and its arguments";
}
done_testing;
