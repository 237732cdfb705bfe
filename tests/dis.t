#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make dis writes each ELF file's disassembly, with source lines, beside it.
# Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

# For each file a function, and a line of its source.
my %code = (
	'ring0.elf' => ['entry_SYSCALL_64',
		'ENTER_BY_SYSCALL entry_SYSCALL_64,'],
	'check.elf' => ['landing_unexpected',
		'void landing_unexpected(u64 stub'],
	'selftest.elf' => ['bare_gate', 'gates_open();'],
	'ring3/hello' => ['main', 'ktap_plan(ROWS);'],
);

my ($status, $said) = output(make('dis'));
is $status, 0, 'it is made' or diag $said;
for my $elf (sort keys %code) {
	my ($function, $source) = @{ $code{$elf} };
	my ($text) = slurp(build("$elf.dis")) =~
		/^[0-9a-f]+ <$function>:\n(.*?)(?=^[0-9a-f]+ <|\z)/ms;
	like(($text // '') =~ s/\s+/ /gr, qr/\Q$source\E/,
		"$elf: $function, with its source");
}
for my $program (grep { !/\./ } glob build('ring3/*')) {
	ok -s "$program.dis", "$program: has its own";
}
done_testing;
