#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NMIs come from outside, and the timer at its fastest, while a program crosses
# by every gate and compares every register. First they come one at a time: each
# must be counted, once, before the next is sent. Then they come at random. The
# CPU keeps only one NMI pending, so two that are sent in a row may become one:
# the count must not exceed the number sent. The program goes on until enough
# have come, however slow the host is.
use strict;
use warnings;
use File::Temp 'tempdir';
use IO::Socket::UNIX;
use JSON::PP;
use POSIX ();
use Test::More;
use Time::HiRes 'sleep';
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;

use constant {
	CROSSINGS => 100_000, # at least
	FEWEST => 3000,       # NMIs, and as many ticks
	ONE_BY_ONE => 1000,   # NMIs that come one at a time
	LONGEST => 0.0005,    # seconds between two random ones, at most
	PATIENCE => 200,      # tries to connect, a tenth of a second each
	LOST => 60,           # seconds after which an NMI counts as lost
};

my $dir = tempdir(CLEANUP => 1);

sub connect_qmp {
	for (1 .. PATIENCE) {
		my $socket = IO::Socket::UNIX->new(Peer => "$dir/qmp");
		return $socket if $socket;
		sleep 0.1;
	}
	exit 1;
}

# Returns the monitor's answer to one command; undef: the machine has ended.
sub command {
	my ($socket, $name, %arguments) = @_;
	print $socket encode_json({ execute => $name,
		%arguments ? (arguments => \%arguments) : () }), "\n"
		or return;
	while (my $line = <$socket>) {
		my $answer = decode_json($line);
		return $answer if !$answer->{event} and !$answer->{QMP};
	}
	return;
}

# The same, but '' if the machine has ended.
sub monitor {
	my ($socket, $line) = @_;
	my $answer = command($socket, 'human-monitor-command',
		'command-line' => $line);
	return $answer ? $answer->{return} : '';
}

# Returns how many NMIs the machine has counted.
sub counted {
	my ($socket, $counter) = @_;
	return (monitor($socket, "x /1gx $counter") =~ /: 0x(\w+)/)[0] // '';
}

# Sends NMIs one at a time. Returns how many were counted exactly once before
# the next was sent.
sub one_by_one {
	my ($socket, $counter) = @_;
	for my $sent (0 .. ONE_BY_ONE - 1) {
		return $sent if counted($socket, $counter) ne
			sprintf '%016x', $sent;
		command($socket, 'inject-nmi');
		my $end = time + LOST;
		sleep 0.0001 while time < $end and
			counted($socket, $counter) eq sprintf '%016x', $sent;
	}
	return ONE_BY_ONE;
}

# Sends NMIs at random until the machine ends, and notes their number in files.
sub inject {
	my ($counter) = @_;
	local $SIG{PIPE} = 'IGNORE';
	my $socket = connect_qmp();
	$socket->autoflush(1);
	command($socket, 'qmp_capabilities');
	sleep 0.05 until monitor($socket, 'info registers') =~ /^CS =0033/m;
	my $sent = one_by_one($socket, $counter);
	spew("$dir/one-by-one", $sent);
	while (my $answer = command($socket, 'inject-nmi')) {
		$sent++ if $answer->{return};
		sleep rand LONGEST;
	}
	spew("$dir/sent", $sent);
	return;
}

my ($status, $gdb) = output('gdb', '-batch', '-ex',
	'print/x &boot_cpu.nmis', build('ring0.elf'));
my ($counter) = $gdb =~ /= (0x\w+)/ or die "gdb: $gdb";
my $injector = fork // die "fork: $!\n";
if (!$injector) {
	inject($counter);
	POSIX::_exit(0);
}
my $log = passes 'a storm of NMIs and ticks',
	append => 'tick=20000 selftest=on init=storm:' . CROSSINGS .
		':' . FEWEST . ',bench:2000',
	args => ['-qmp', "unix:$dir/qmp,server=on,wait=off"];
kill TERM => $injector if !-s "$dir/sent" and sleep 2;
waitpid $injector, 0;
my $sent = slurp("$dir/sent") || 0;
my ($handled) = $log->{text} =~ /^# nmis: (\d+) handled/m;
my ($ring3, $nested) = $log->{text} =~
	/^# ticks: (\d+) in ring 3, (\d+) nested/m;
$_ //= 0 for $handled, $ring3, $nested;
note "$sent NMIs sent, $handled handled, $ring3 ticks in ring 3";
is slurp("$dir/one-by-one"), ONE_BY_ONE,
	'sent one at a time, each NMI is handled, once';
cmp_ok $handled, '>=', FEWEST, 'thousands of NMIs are handled';
cmp_ok $handled, '<=', $sent, 'none that was not sent';
cmp_ok $ring3 + $nested, '>=', FEWEST, 'and as many ticks';
like $log->{text}, qr/# \d{5,} crossings by syscall.*as it should be/,
	'and no crossing has seen any';

# bench leaves out the runs that NMIs hit, and says so.
my @hit = grep { $_->{nmis} } bench_excluded($log->{text});
cmp_ok scalar @hit, '>=', 1, 'bench excludes what NMIs hit';
cmp_ok $_->{excluded}, '>', 0, bench_name($_) . ": $_->{nmis} NMIs" for @hit;
done_testing;
