#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Page-table isolation: with it the tables that ring 3 runs on, walked while a
# program runs, have of ring 0 the pages with a name, and no other. Programs,
# attacks and events at each instruction end as ever, on Intel's CPU and AMD's,
# with 4 levels and 5, and on Bochs with PCIDs, which QEMU has not. Without it
# the same walk finds all of ring 0, so it would have found a page too many.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Machine;

use constant TABLE => qr/^# ring 3's table: /m;
# What a CPU needs to enter ring 0, and how many pages it is.
my %pages = ('entry code' => 1, 'the switch of CR3' => 1, 'the TSS' => 1,
	'the IDT' => 1, 'the GDT' => 1, "#DF's stack" => 2,
	"the NMI's stack" => 2, "#MC's stack" => 2, "#DB's stack" => 2,
	"SYSENTER's stack" => 2, "ring 3's frame" => 1);
my %ldt = ('the LDT' => 16, 'the stack for IRET to a 16-bit one' => 65536);

sub sum {
	my ($sum) = (0);
	$sum += $_ for @_;
	return $sum;
}

# Judges the lists in a log: the last one is of a program with an LDT.
sub lists {
	my ($name, $text, %expected) = @_;
	my @sums = $text =~ /@{[TABLE]}(\d+ pages of ring 0's, .*?)\r?$/mg;
	my @last = split /^.*pages of ring 0's.*\n/m, $text;
	for my $i (0 .. $#sums) {
		my %has = (%expected, $i == $#sums ? %ldt : ());
		my %seen = $last[$i] =~ /@{[TABLE]}(.*?): (\d+)\r?$/mg;
		is_deeply \%seen, \%has, "$name: list $i: each page has a name";
		is $sums[$i], sum(values %has) . q( pages of ring 0's, ) .
			q(0 without a name, 0 global; ring 0's table: ) .
			q(0 of ring 3's to execute), "$name: list $i: no other";
	}
	is scalar @sums, exists $expected{"SYSENTER's stack"} ? 4 : 3,
		"$name: a list by each gate, and one with an LDT";
	return;
}

my $intel = passes('Intel', append => 'pti=on selftest=on init=isolation,' .
	'walk:quiet,hello,hostile:attacks,hostile:ldt,movss,sweep:3')->{text};
like $intel, qr/^# pti: on, without PCIDs\r?$/m, 'Intel: it is on';
like $intel, qr/^# vulnerability: meltdown: Mitigation: PTI\r?$/m,
	'Intel: and against Meltdown';
lists('Intel', $intel, %pages);

delete $pages{"SYSENTER's stack"};
my $amd = passes('AMD', cpu => 'EPYC', append => 'pti=on debug_entry=on ' .
	'stack_erasing=on selftest=on init=isolation,walk:quiet,kstack,' .
	'hostile:attacks')->{text};
lists('AMD', $amd, %pages);
is scalar(() = $amd =~ /^ *kstack: \w+: 0 words of a secret are left\r?$/mg), 2,
	'AMD: the stack below the frame is erased';
lists('5 levels', passes('5 levels', cpu => 'max', append => 'la57=on pti=on ' .
	'selftest=on init=isolation,walk:quiet')->{text}, %pages);

# Who decides, and what the table of vulnerabilities then says.
for (['auto, Intel' => 'Skylake-Client', 'pti=auto', 'Mitigation: PTI', 1],
	['all, AMD' => 'EPYC', 'mitigations=auto', 'Not affected', 0],
	['no, Intel' => 'Skylake-Client', 'nopti', 'Vulnerable', 0],
	['off, Intel' => 'Skylake-Client', 'mitigations=off', 'Vulnerable', 0],
	['a bad value' => 'Skylake-Client', 'mitigations=off pti=maybe',
		'Vulnerable', 0]) {
	my ($name, $cpu, $options, $verdict, $on) = @$_;
	my $text = passes($name, cpu => $cpu, append =>
		"$options selftest=on init=isolation")->{text};
	like $text, qr/^# vulnerability: meltdown: $verdict\r?$/m,
		"$name: $verdict";
	is scalar(() = $text =~ /^# pti: on/mg), $on, "$name: done or not";
	my ($unnamed) = $text =~ /@{[TABLE]}.* (\d+) without a name/;
	$on ? is $unnamed, 0, "$name: ring 0 is not there" :
		cmp_ok $unnamed, '>', 65536, "$name: the walk sees ring 0";
	like $text, qr/^# option: pti: bad value, ignored \(pti=on\|off\|auto/m,
		"$name: says so" if $options =~ /maybe/;
}

# The other CPUs' tables are their own: no page of another's is in them.
passes 'three CPUs', args => ['-smp', '3'], append => 'pti=on selftest=on ' .
	'init=walk:quiet smp=isolation';

my $bochs = bochs_passes('pti=on selftest=on ' .
	'init=isolation,walk:quiet,sweep:3');
like $bochs->{text}, qr/^# pti: on, with PCIDs\r?$/m, 'Bochs: with PCIDs';
lists('Bochs', $bochs->{text}, %pages, "SYSENTER's stack" => 2);
done_testing;
