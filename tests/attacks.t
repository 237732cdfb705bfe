#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Every publicly known attack on entry code fails: on QEMU, and on Bochs, whose
# SYSRET to a non-canonical address raises #GP in ring 0, as Intel's CPUs do.
# Each attack in ring3/hostile/attacks.md has a row with the table's outcome.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Versions;
use Gatehouse::Machine;

use constant TABLE => 'ring3/hostile/attacks.md';
use constant COLUMNS => ('QEMU, Intel', 'QEMU, AMD', 'Bochs');

# The pattern of the note in a row, for each outcome in the table.
my %note = (occurs => qr/^$/, unseen => qr/^SKIP not shown: /,
	departs => qr/^SKIP survived; this CPU departs from the manuals/,
	cannot => qr/^SKIP survived; the attack cannot occur on this machine, /
);

# "departs (trait)", for the versions that are here.
sub word {
	my ($cell) = @_;
	return $cell if $cell !~ /^(\w+) \(([\w-]+)\)$/;
	return has_trait($2) ? $1 : 'occurs';
}

# { attack => { column => word } }
sub table {
	my %table;
	for (slurp(TABLE) =~ /^\| (.*) \|$/mg) {
		my ($attack, $what, @words) = split / \| /;
		next if $attack =~ /^(?:attack|---)$/;
		@{ $table{$attack} }{COLUMNS()} = map { word($_) } @words;
	}
	return \%table;
}

# "CVE-2014-4508, 7825" to ("CVE-2014-4508", "CVE-2014-7825").
sub names {
	my ($attack) = @_;
	my $prefix = '';
	return map {
		$prefix = $1 if s/^(CVE-\d+-|XSA-)//;
		"$prefix$_"
	} split /, /, $attack;
}

my $table = table();
my %seen;
is scalar(grep { $seen{$_}++ } map { names($_) } keys %$table), 0,
	'each is in the table once';
ok $seen{'CVE-2014-7826'} && $seen{'XSA-308'} && $seen{'CVE-2021-4440'},
	'the table is read as it is meant';

sub agrees {
	my ($column, $log) = @_;
	my %row = map { $_->{name} =~ /^hostile:attacks: (.*?)(?:: .*)?$/ ?
		($1 => $_) : () } $log->flat;
	is_deeply [sort keys %row], [sort keys %$table],
		"$column: a row for each, and each row is in " . TABLE;
	for my $attack (sort keys %$table) {
		my $word = $table->{$attack}{$column} // '';
		like $row{$attack}{note} // 'no row', $note{$word} // qr/^\b$/,
			"$column: $attack: $word";
	}
	return;
}

my $attacks = 'selftest=on init=hostile:attacks,walk:quiet';
agrees('QEMU, Intel', passes 'Skylake-Client', cpu => 'Skylake-Client',
	append => $attacks);
agrees('QEMU, AMD', passes $_, cpu => $_,
	append => $attacks) for 'EPYC', 'qemu64';
agrees('Bochs', bochs_passes($attacks));
done_testing;
