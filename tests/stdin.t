#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# stdin=on: programs read what is typed on the serial port. Somebody types when
# a program says so, and not before a signal has interrupted its read, which is
# then made again by the gate that it came in by.
use strict;
use warnings;
use File::Temp 'tempdir';
use IO::Socket::UNIX;
use POSIX ();
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

use constant { PATIENCE => 300, PAUSE => 1 }; # seconds
use constant LONG => 2000;

my $dir = tempdir(CLEANUP => 1);
my ($status, $output) = output(qw(gcc -static -O2 -o), "$dir/typed",
	'tests/programs/typed.c');
is $status, 0, 'the program is built' or diag $output;

# What is typed when the program says "type N".
my @typed = (undef, "hello\r", "again\r", "split up\r", "vector\r", "\cD",
	"wronh\x7f\x7fng\cUright\r",
	'x' x LONG . "\r", "\cC");

# A process of its own, which ends with the machine.
sub typist {
	my ($path) = @_;
	my $pid = fork // die "fork: $!\n";
	return $pid if $pid;
	alarm PATIENCE;
	my $socket;
	until ($socket = IO::Socket::UNIX->new(Peer => $path)) { sleep 1 }
	my $text = '';
	while (sysread $socket, $text, 4096, length $text) {
		while ($text =~ s/^.*?type (\d)\r?\n//s) {
			sleep PAUSE;
			syswrite $socket, $typed[$1];
		}
	}
	POSIX::_exit(0);
}

sub run {
	my ($cpu, $init) = @_;
	my $path = "$dir/serial-$cpu";
	my $pid = typist($path);
	my $run = boot(cpu => $cpu, serial => "unix:$path,server=on,wait=off",
		drive => esp_image('gatehouse.cfg' => "stdin=on $init\n",
			'initramfs.cpio' => cpio(['typed',
				slurp("$dir/typed")], ['busybox',
				slurp('/bin/busybox')])),
		args => ['-device', 'ide-hd,drive=disk,bootindex=0']);
	kill KILL => $pid;
	waitpid $pid, 0;
	return $run->{debugcon} =~ s/\r//gr;
}

my %gate = ('Skylake-Client' => ['SYSENTER', 'init=typed:sysenter'],
	EPYC => ['SYSCALL', 'init=typed']);
for my $cpu (sort keys %gate) {
	my ($gate, $init) = @{ $gate{$cpu} };
	my $log = run($cpu, $init);
	my ($said) = $log =~ /^(  nothing yet.*?)^(?:not )?ok \d+ - typed/ms;
	$said =~ s/^#.*\n//mg if defined $said;
	is $said, <<"END", "$cpu: what is typed is read" or diag $log;
  nothing yet: EAGAIN
  interrupted: EINTR
  poll: 0
  type 1
  hello
  made again: 6 bytes, <hello>
  signals: 1
  type 2
  again
  by $gate: 6 bytes, <again>
  signals: 1
  type 3
  split up
  poll: 1
  a part: 2 bytes, <sp>
  the rest: 7 bytes, <lit up>
  type 4
  vector
  two buffers: 7 bytes, <vector>
  and <
  >
  type 5
  its end: 0 bytes, <>
  type 6
  wronh\\hn/ng^U
  right
  after it: 6 bytes, <right>
  type 7
  @{['x' x LONG]}
  a long line: @{[LONG + 1]} bytes, @{[LONG]} of them x
  type 8
  ^C
END
	like $log, qr/^not ok \d+ - typed\S* # killed by SIGINT$/m,
		"$cpu: ^C is SIGINT";
}
done_testing;
