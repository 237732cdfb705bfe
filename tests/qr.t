#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# qr=yes draws the outcome as a QR code. The picture of the screen, read by
# zbarimg, says what the log says: of a run that passes, and of one that fails.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Screen;

my $dir = tempdir(CLEANUP => 1);

# Returns the log's count of a gate's returns by that way.
sub returns {
	my ($log, $gate, $way) = @_;
	my $sum = 0;
	$sum += $_ for $log =~ /^# returns: $gate +-> $way +(\d+) /mg;
	return $sum;
}

# Photographs a run, and tests that the code says what its log says.
sub agrees {
	my ($what, %machine) = @_;
	my ($run, $screen) = photograph(%machine);
	my $log = $run->{debugcon} =~ s/\r//gr;
	my ($status, $lines) = output('tests/tools/qr',
		spew("$dir/$what.ppm", $screen->{ppm}));
	is $status, 0, "$what: the code is read" or diag $lines;
	my ($cpu) = $log =~ /^(# cpu: .* stepping \d+) /m;
	like $lines, qr/^\Q$cpu\E$/mi, "$what: the CPU";
	my ($boot) = $log =~ /^(# boot: +\d+) ticks from efi_main/m;
	$boot = $boot =~ s/ +/ /gr;
	like $lines, qr/^\Q$boot\E ticks/m, "$what: what the boot cost";
	for (['syscall', 'sysret'], ['sysenter', 'sysexit']) {
		my ($gate, $way) = @$_;
		my @count = (returns($log, $gate, $way),
			returns($log, $gate, 'iret'));
		my $line = "# returns: $gate: $count[0] by its own return, " .
			"$count[1] by IRET";
		like $lines, qr/^$line$/m, "$what: $gate";
	}
	my $count = returns($log, 'int80', 'iret');
	like $lines, qr/^# returns: int80: $count by IRET$/m, "$what: int80";
	for my $cost ($log =~ /^# cost: (\w+ +\d+ +\d+)$/mg) {
		my ($gate, $call, $bare) = split ' ', $cost;
		$gate = 'syscall from 32-bit code' if $gate eq 'syscall32';
		like $lines, qr/^# cost: $gate: $call, $bare$/m,
			"$what: what $gate costs";
	}
	for my $line ($log =~ /^(# totals: .*|# gatehouse: end: .*)$/mg) {
		like $lines, qr/^\Q$line\E$/m, "$what: $line";
	}
	return $lines;
}

my $lines = agrees 'passes', append => 'qr=yes init=walk',
	args => [qw(-vga std)];
unlike $lines, qr/^not ok/m, 'passes: nothing failed';
is scalar(() = $lines =~ /^# cost: [^:]*: \d+, \d+$/mg), 4,
	'passes: each gate has a cost';

$lines = agrees 'fails', append => 'qr=yes save=yes init=absent,hello,gone',
	args => [qw(-vga std)], vars => ovmf_vars();
is_deeply [$lines =~ /^not ok - (.*)$/mg], [qw(ABSENT GONE)],
	'fails: what has failed is named';

my ($status, $text) = output('tests/tools/qr', 'README.md');
is $status, 1, 'a file without a code is refused';
done_testing;
