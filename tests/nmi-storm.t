#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NMIs from outside, thousands at random, with the timer at its fastest, while
# a program crosses by every gate and compares every register. The CPU keeps
# one NMI pending, so two that are sent before it looks are one: no more can be
# handled than were sent, and most of them must be.
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
	CROSSINGS => 1_500_000,
	FEWEST => 1000,    # NMIs
	LONGEST => 0.0005, # seconds between two
	PATIENCE => 200,   # tries of a tenth of a second, to connect
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

# The answer to one command; undef: the machine is gone.
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

sub in_ring3 {
	my ($socket) = @_;
	my $answer = command($socket, 'human-monitor-command',
		'command-line' => 'info registers') or exit 1;
	return $answer->{return} =~ /^CS =0033/m;
}

# Counts what it sends in a file, until the machine ends.
sub inject {
	local $SIG{PIPE} = 'IGNORE';
	my $socket = connect_qmp();
	$socket->autoflush(1);
	command($socket, 'qmp_capabilities');
	sleep 0.05 until in_ring3($socket);
	my $sent = 0;
	while (my $answer = command($socket, 'inject-nmi')) {
		$sent++ if $answer->{return};
		sleep rand LONGEST;
	}
	spew("$dir/sent", $sent);
	return;
}

my $injector = fork // die "fork: $!\n";
if (!$injector) {
	inject();
	POSIX::_exit(0);
}
my $log = passes 'a storm of NMIs and ticks', image => 'TESTS',
	append => 'tick=20000 selftest=on init=storm:' . CROSSINGS .
		',bench:2000',
	args => ['-qmp', "unix:$dir/qmp,server=on,wait=off"];
kill TERM => $injector if !-s "$dir/sent" and sleep 2;
waitpid $injector, 0;
my $sent = slurp("$dir/sent") || 0;
my ($handled) = $log->{text} =~ /^# nmis: (\d+) handled/m;
my ($ticks) = $log->{text} =~ /^# ticks: (\d+) in ring 3/m;
$handled //= 0;
note "$sent NMIs sent, $handled handled, $ticks ticks in ring 3";
cmp_ok $handled, '>=', FEWEST, 'thousands of NMIs are handled';
cmp_ok $handled, '<=', $sent, 'none that was not sent';
cmp_ok $handled, '>', $sent / 2, 'and few that fell together';
cmp_ok $ticks // 0, '>=', FEWEST, 'and so are ticks';
like $log->{text}, qr/# \d{6,} crossings by syscall.*as it should be/,
	'and no crossing has seen any';

# bench leaves out the runs that they hit, and says so.
my @hit = grep { $_->{nmis} } bench_excluded($log->{text});
cmp_ok scalar @hit, '>=', 5, 'bench excludes what NMIs hit';
cmp_ok $_->{excluded}, '>', 0, bench_name($_) . ": $_->{nmis} NMIs" for @hit;
done_testing;
