#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What each option of hardening costs: a debugger steps through getpid by each
# gate and counts, and ring0/hardening/README.md has the same numbers. What is
# off costs nothing: with only the table the counts are those of bench.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;
use Gatehouse::Trace;
use Gatehouse::Versions;

my @gates = qw(syscall sysenter int80);
my %options = (
	'none of these' => 'vulnerabilities=on mitigations=off',
	'VERW' => 'mitigations=off mds=full',
	'BHB clearing' => 'mitigations=off spectre_v2=auto spectre_bhi=on',
	'IBRS on each entry' => 'mitigations=off spectre_v2=auto ' .
		'spectre_bhi=off setcpuid=ibrs',
	'`pti=on`' => 'mitigations=off pti=on',
	'`randomize_kstack_offset=on`' => 'randomize_kstack_offset=on',
	'`stack_erasing=on`' => 'stack_erasing=on',
	'`context_tracking=on`' => 'context_tracking=on',
);

# A REP instruction counts once, however often it repeats: gdb steps each time.
sub count {
	my (@steps) = @_;
	return scalar grep {
		!($_ && $steps[$_] eq $steps[$_ - 1] && $steps[$_] =~ /^rep/)
	} 0 .. $#steps;
}

my %row = map { /^\| (.*?) \| (\d+) \| (\d+) \| (\d+) \|/ ?
	($1 => [$2, $3, $4]) : () }
	split /\n/, slurp('ring0/hardening/README.md');
is_deeply [sort keys %row], [sort keys %options], 'a row for each';
for my $name (sort keys %options) {
	my ($status, $text) = output(make('-s', 'gdb', 'PROGRAM=bench',
		"APPEND=init=bench:1 $options{$name}",
		'GDB_ARGS=-batch -x tests/tools/trace.gdb'));
	my $gate = traced_gates($text);
	my @counts = map { count(@{ $gate->{$_} // [] }) } @gates;
	if ($name eq 'none of these') {
		cmp_ok $counts[$_], '<=', NULL_CROSSING->{$gates[$_]} +
			NULL_MORE, "$name: $gates[$_]" for 0 .. $#gates;
	}
	SKIP: {
		skip 'another compiler built the table', 1
			if !has_trait('pages-compiler');
		is "@counts", "@{ $row{$name} // [] }",
			"$name: as the README has it";
	}
}
done_testing;
