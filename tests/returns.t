#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The counts at the end of the log: which gate was left by which return, and
# why, for programs that make a known number of crossings of each kind.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Versions;

# storm crosses 1000 times by each gate that the CPU has. handler then makes one
# call that has six arguments by each of the six ways in, and changes each of
# the 14 registers other than rax and rsp by each: cx or dx to what is not sp or
# ip (so SYSEXIT is not granted), or else, by SYSCALL, cx and r11; from 32-bit
# code SYSRETL is not granted for r8 to r15 either, which must be 0.
my $storm = 1000;
my $registers = 14;
my ($plain, $high) = (6, 7); # of 32-bit code's SYSCALL: all but cx and r11
my %returns = (
	'Skylake-Client' => {
		# Where 32-bit code has no SYSCALL, the try's signal returns.
		'syscall iret cx' => has_trait('syscall32-on-intel') ? 1 : 2,
		'syscall iret r11' => 1,
		'sysenter sysexit' => $storm + 2 * (1 + $registers - 2),
		'sysenter iret cx' => 4, 'sysenter iret dx' => 2,
		'int80 iret' => $storm + 2 * (2 + $registers),
		!has_trait('syscall32-on-intel') ? () : (
			'syscall32 sysret' => 1 + $plain + 1, # one: a try
			'syscall32 iret cx' => 1, 'syscall32 iret r11' => 1,
			'syscall32 iret high' => $high),
	},
	EPYC => {
		'syscall iret cx' => 1, 'syscall iret r11' => 1,
		'int80 iret' => $storm + 2 * (2 + $registers),
		'syscall32 sysret' => 1 + $plain,
		'syscall32 iret cx' => 1, 'syscall32 iret r11' => 1,
		'syscall32 iret high' => $high,
	},
);
my %short = ('cx differs' => 'cx', 'dx differs from ip' => 'dx',
	'r11 differs from flags' => 'r11',
	'r8 to r15 are not 0' => 'high', 'equivalent to iret' => '',
	'the gate has no other return' => '');

for my $cpu (sort keys %returns) {
	my $log = passes "returns on $cpu", cpu => $cpu,
		append => 'selftest=on init=storm:' . 3 * $storm . ',handler';
	my %seen;
	while ($log->{text} =~ /^# returns: (\w+) +-> (\w+) +(\d+)  (.*)$/mg) {
		my ($gate, $return, $count) = ($1, $2, $3);
		my $why = $short{$4} // $4;
		$seen{join ' ', $gate, $return, $why || ()} = $count;
	}
	my $fast = delete $seen{'syscall sysret'};
	cmp_ok $fast // 0, '>=', $storm, 'all by sysret that must be';
	is_deeply \%seen, $returns{$cpu},
		'each under its gate, its return and its reason';
}

done_testing;
