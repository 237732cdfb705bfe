#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The table of conditions, ring0/check/COVERAGE.md, misses nothing: each
# instruction that crosses, guards or configures a ring has its Operation and
# the lists of all three modes; each condition has checks that there are, or a
# reason; and each check shows a condition. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Facts;
use Gatehouse::Machine;
use Gatehouse::Page;
use Gatehouse::Risky;

use constant TABLE => 'ring0/check/COVERAGE.md';
use constant MODES => qw(operation protected compatibility 64-bit);

# What the table must have a section of.
my @instructions = qw(SYSCALL SYSRET SYSENTER SYSEXIT INT INT3 INTO INT1 IRET
	CALL JMP RET LTR LLDT LGDT LIDT SGDT SIDT SLDT STR SMSW CR DR LMSW CLTS
	SWAPGS RDFSBASE RDGSBASE WRFSBASE WRGSBASE RDMSR WRMSR XSETBV POPF
	PUSHF STI CLI HLT INVD WBINVD MONITOR MWAIT IN OUT INS OUTS SS LSS LFS
	LGS LAR LSL VERR VERW LKGS);

# The checks that there are; the framework's own, F-000, show no condition.
my %check = map { $_ => 1 } grep { !/^F-000/ } risky_ids(),
	slurp(PAGE) =~ /^\| (@{[Gatehouse::Facts::ID]}) \| /mg;

# "F-005.*": all parts of a fact; the rest is one id.
sub ids {
	my ($word) = @_;
	my ($fact) = $word =~ /^(F-\d{3})\.\\\*$/ or return $word;
	my @parts = grep { /^\Q$fact\E\./ } sort keys %check;
	return @parts ? @parts : $word;
}

# What is wrong with a condition, or ''. Adds what it shows to shown.
sub fault {
	my ($by, $shown) = @_;
	return '' if $by =~ /^none: \S+ \S+ \S+/;
	my @ids = map { ids($_) } split / /, $by;
	$shown->{$_} = 1 for @ids;
	return @ids ? join ', ', map { "$_ is no check" }
		grep { !$check{$_} } @ids : 'neither a check nor a reason';
}

sub sections {
	my ($text) = @_;
	my (undef, @parts) = split /^## (.*)\n/m, $text;
	return @parts;
}

# All that is wrong with a table.
sub faults {
	my ($text) = @_;
	my (@faults, %shown, %has);
	my @parts = sections($text);
	while (my ($name, $table) = splice @parts, 0, 2) {
		my %mode;
		for my $row ($table =~ /^\| (?!where|---)(.*) \|$/mg) {
			my ($where, $condition, $by) = split / \| /, $row, 3;
			$mode{$_} = 1 for split /, /, $where;
			my $fault = fault($by // '', \%shown);
			push @faults, "$name: $condition: $fault" if $fault;
		}
		$has{$_} = 1 for split /\W+/, $name;
		next if $name =~ /^What /;
		push @faults, map { "$name: nothing of $_" }
			grep { !$mode{$_} } MODES;
	}
	push @faults, map { "no section of $_" } grep { !$has{$_} }
		@instructions;
	push @faults, map { "$_ shows no condition" } grep { !$shown{$_} }
		sort keys %check;
	return @faults;
}

my $table = slurp(TABLE);
is_deeply [faults($table)], [], 'each condition is shown, or has a reason';

# That the test can fail: each fault is seen, and only that.
is_deeply [faults($table =~ s/\| F-001 \|/|  |/r)],
	['SYSCALL: EFER.SCE is 0: #UD: neither a check nor a reason',
	 'F-001 shows no condition'], 'a condition without a check';
is_deeply [faults($table =~ s/\| F-001 \|/| none: because |/r)],
	['SYSCALL: EFER.SCE is 0: #UD: none: is no check, ' .
	 'because is no check', 'F-001 shows no condition'],
	'or with too short a reason';
is_deeply [faults($table =~ s/\| F-001 \|/| F-001 F-999 |/r)],
	['SYSCALL: EFER.SCE is 0: #UD: F-999 is no check'],
	'a check that is none';
is_deeply [faults($table =~ s/^## HLT\n/## HALT\n/mr)],
	['no section of HLT'], 'an instruction that is missing';
my $other = $table =~
	s/^\| protected \|(?=.* \| none: long)/| operation |/mr;
is_deeply [faults($other)], ['STI: nothing of protected'],
	'a mode that is missing';
done_testing;
