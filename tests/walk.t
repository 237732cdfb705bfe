#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# walk's log by default: short, one whole crossing a gate, no row that an option
# would add, and what to try next. The handler that it names is ring0.elf's, and
# the number is the table's. walk:full tells of every crossing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Versions;

use constant { LINES => 260, COLUMNS => 80, GATES => 3, SELFTEST_ROWS => 5,
	ROWS_SYSCALL_32 => 3 };

my $log = passes 'walk', append => '';
my @lines = split /\r?\n/, $log->{text};
cmp_ok scalar @lines, '<=', LINES, 'the log is short';
is_deeply [grep { length > COLUMNS } @lines], [], 'and narrow';
unlike $log->{text}, qr/# SKIP/, 'nothing is skipped';
unlike $log->{text}, qr/is not implemented/, 'no call is missing';
my $left_out = SELFTEST_ROWS +
	(has_trait('syscall32-on-intel') ? ROWS_SYSCALL_32 : 0);
like $log->{text}, qr/^ *# $left_out rows are left out: .*selftest=on/m,
	'rows that an option adds are counted';
is scalar(() = $log->{text} =~ /^ *#     rax \w+     rcx/mg), GATES,
	'one crossing a gate is told in full';
is scalar(() = $log->{text} =~ /^  #   make /mg), 3, 'three commands to try';

# The step in ring 0: number, row, handler, result.
no warnings "portable"; # addresses have 64 bits
my %symbol = map { my @field = split; ($field[2] => hex $field[0]) }
	split /\n/, qx(nm @{[build('ring0.elf')]});
my @calls = $log->{text} =~ /^\s*\#\ Number\ (\d+)\ is\ row\ (\d+)\ of\x20
	syscall_table_(\d+):\ (\w+)\ at\r?\n\s*\#\ (0x\w+),\ which\ returned\x20
	(\S+)\.\r?$/mgx;
is scalar @calls, 6 * GATES, 'each gate has its call';
my %entry = (64 => '__x64_', 32 => '__ia32_');
while (my ($number, $row, $table, $handler, $address, $result) =
	splice @calls, 0, 6) {
	is $row, $number, "$table: the row is the number's";
	like slurp("ring0/sys/syscall_$table.tbl"),
		qr/^$number\s+\S+\s+getpid\s/m, 'which is getpid\'s';
	is hex $address, $symbol{"$entry{$table}$handler"},
		"$table: $handler is there";
	is $result, 1, 'its result is the pid';
}

my $full = passes 'walk:full', append => 'init=walk:full';
my @rows = map { @{ $_->{results} } } grep { $_->{name} =~ /^walk/ }
	@{ $full->{results} };
is scalar(() = $full->{text} =~ /^ *# Back by \S+: RETURN_/mg), @rows - 1,
	'walk:full: each crossing but the probe says how it came back';
like $full->{text}, qr/Number 999 is row (\d+) of syscall_table_64: sys_ni_/,
	'and a number too high has the last row';
done_testing;
