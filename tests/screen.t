#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The page on the screen, read back from a picture of it: what it says of the
# machine and of each gate, what has failed, the verdict, and a panic's report.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Screen;

use constant { GREEN => '1e7b34', RED => 'b3261e', BARE => 'd9822b',
	REST => '3b6fb6', PAPER => '101418', BAR_COLUMN => 60, BAR => 19 };

# Tests that a row has the log's cost of that gate, and a bar as long: its first
# part is the bare pair of instructions. $most: the bar that fills the room.
sub has_cost {
	my ($screen, $row, $name, $cost, $most) = @_;
	my ($call, $bare) = @$cost;
	like $screen->{rows}[$row], qr/ IRET +$call +$bare$/, "$name: its cost";
	my $first = int(($bare * BAR + int $most / 2) / $most);
	my $all = int(($call * BAR + $most - 1) / $most);
	my @bar = ((BARE) x $first, (REST) x ($all - $first));
	is_deeply [papers($screen, $row, BAR_COLUMN)],
		[(@bar, (PAPER) x 20)[0 .. 19]], "$name: the bar of it";
	return;
}

# Returns the sum of the log's counts of a gate's returns by a way.
sub returns {
	my ($run, $gate, $way) = @_;
	my $sum = 0;
	$sum += $_ for $run->{debugcon} =~
		/^# returns: $gate +-> $way +(\d+) /mg;
	return $sum;
}

my ($run, $screen) = photograph append => 'init=walk', args => [qw(-vga std)];
my @rows = @{ $screen->{rows} };
my $all = join "\n", @rows[0 .. 17];
like $run->{debugcon}, qr/^# console: the screen\r$/m, 'the log says so';
unlike $all, qr/\x7f/, 'each cell above the verdict is a character' or
	diag $all;
like $rows[0], qr/^ Gatehouse \d+\.\d+\.\d+: /, 'the title';
my ($brand) = $run->{debugcon} =~ /^# cpu: (Intel .*)\r$/m;
like $rows[3], qr/^ CPU +\Q$brand\E$/, 'the CPU';
my ($sysret, $sysexit) = (returns($run, 'syscall', 'sysret'),
	returns($run, 'sysenter', 'sysexit'));
my $iret = returns($run, 'int80', 'iret');
my $in_32 = returns($run, 'syscall32', 'sysret');
like $rows[8], qr/^ SYSCALL +open +$sysret SYSRET +\d+ IRET /, 'SYSCALL';
like $rows[9], qr/^ SYSENTER +open +$sysexit SYSEXIT +\d+ IRET /, 'SYSENTER';
like $rows[10], qr/^ int 0x80 +open +$iret IRET /, 'int 0x80';
like $rows[11], qr{^ SYSCALL/32 +open +$in_32 SYSRET +\d+ IRET }, 'and 32-bit';
my %cost = map { (split)[0] => [(split)[1, 2]] }
	$run->{debugcon} =~ /^# cost: (\w+ +\d+ +\d+)\r$/mg;
my ($most) = sort { $b <=> $a } map { $_->[0] } values %cost;
like $rows[7], qr/ Cost in ticks; bare pair$/, 'the unit of a cost';
has_cost($screen, 8, 'SYSCALL', $cost{syscall}, $most);
has_cost($screen, 9, 'SYSENTER', $cost{sysenter}, $most);
has_cost($screen, 10, 'int 0x80', $cost{int80}, $most);
has_cost($screen, 11, 'SYSCALL/32', $cost{syscall32}, $most);
cmp_ok $_->[0], '>', 0, 'a call takes time' for values %cost;
like $rows[13], qr/^ Results +\[#{30}\] 10 of 10  no failure$/, 'the results';
is $screen->{verdict}, 'PASS', 'the verdict';
is $screen->{paper}[18], GREEN, 'on green';

($run, $screen) = photograph append => 'init=hello,absent,bench:x,away,gone',
	args => [qw(-vga std)];
@rows = @{ $screen->{rows} };
like $rows[15], qr/^ FAILED +absent # no such program/, 'a failure is named';
like $rows[16], qr/^ FAILED +bench:x # exit code 1$/, 'and a second one';
like $rows[17], qr/^ FAILED +and 2 more/, 'others are counted';
is $screen->{verdict}, 'FAIL', 'the verdict';
is $screen->{paper}[$_], RED, "row $_ is red" for 15 .. 18;

($run, $screen) = photograph append => 'selftest=on init=fault:oops-smap',
	args => [qw(-vga std)];
@rows = @{ $screen->{rows} };
like $rows[0], qr/^ Gatehouse \S+: PANIC: /, 'a panic takes the page over';
is $screen->{paper}[0], RED, 'on red';
like $rows[1], qr/^# panic: #PF page fault at rip 0xffffffff/, 'it says why';
like join("\n", @rows), qr/^# gate: SYSCALL, from fault:oops-smap/m,
	'and in which call';
is $screen->{verdict}, 'FAIL', 'the verdict';

($run, $screen) = photograph append => 'screen=off init=hello',
	args => [qw(-vga std)];
like $run->{debugcon}, qr/^# screen: off\r$/m, 'screen=off';
unlike join("\n", @{ $screen->{rows} }), qr/Gatehouse/, 'draws nothing';
done_testing;
