#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# seccomp=on: a program with filters of libseccomp's, the strict mode and
# syscall user dispatch prints what it does on this Linux, and ends as there.
# Its filters end with it, and a trace has the calls that they refuse.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $program = tempdir(CLEANUP => 1) . '/filters';
my ($built, $said) = output(qw(gcc -O1 -Wall -Werror -static -o), $program,
	'tests/programs/seccomp.c', '-lseccomp');
is $built, 0, 'the program is built' or diag $said;
my @parts = qw(filters kills traps strict refused dispatch filters);

sub run_on {
	my ($options) = @_;
	my $run = boot(args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
		drive => esp_image(
		'gatehouse.cfg' => "$options init=" .
			join(',', map { "filters:$_" } @parts) . "\n",
		'initramfs.cpio' => cpio(['filters', slurp($program)])));
	return $run->{debugcon} =~ s/\r//gr;
}

# Returns [PART, LINES, END] for each program in order.
sub parts_of {
	my ($log) = @_;
	my ($text, @parts) = ('');
	for (split /^/, $log) {
		if (/^(?:not )?ok \d+ - filters:(\w+)(?: # (.*))?$/) {
			push @parts, [$1, $text, $2 // 'ok'];
			$text = '';
		} elsif (s/^  //) {
			$text .= $_;
		}
	}
	return @parts;
}

my %killed = (9 => 'killed by SIGKILL', 31 => 'killed by SIGSYS');
my $log = run_on('seccomp=on');
my @found = parts_of($log);
is scalar @found, @parts, 'each part has run';
for (@found) {
	my ($part, $text, $end) = @$_;
	my ($status, $output) = output($program, $part);
	my ($signal) = $status =~ /^signal (\d+)$/;
	is $text, $output, "$part: prints what it does on Linux";
	is $end, $signal ? $killed{$signal} : $status ?
		"exit code $status" : 'ok', "$part: ends as on Linux";
}
like $log, qr/^# filters: seccomp: $_$/m, 'the log tells of it' for
	qr/getppid \(110\) at rip 0x[0-9a-f]+: killed/,
	qr/getpid \(39\) at rip 0x[0-9a-f]+: killed, it is strict/,
	qr/getgid \(104\) at rip 0x[0-9a-f]+: allowed/;

# A trace comes first, as a tracer does in Linux.
my $traced = run_on('seccomp=on trace=strace');
is_deeply [parts_of($traced)], \@found, 'with a trace: the same';
like $traced, qr/^# trace: syscall +sysret +getppid\(\) += -1 EDOM \(/m,
	'a call that is refused is in the trace';

# Linux's order: a call that is refused comes to no trace point but its exit.
my $events = run_on('seccomp=on trace=events');
is_deeply [parts_of($events)], \@found, 'with trace points: the same';
unlike $events, qr/: sys_enter: NR 110 \(/, 'they come after the filters';
like $events, qr/: sys_exit: NR 110 = -33$/m, 'and see what a refusal returns';

# Without the option these calls are what they are in a Linux without seccomp.
my ($first) = parts_of(run_on('seccomp=off'));
like $first->[1], qr/^strict: -1, ENOSYS$/m,
	'seccomp=off: there is no such call';
like $first->[1], qr/^getppid: 0, no error$/m, 'and nothing is refused';
done_testing;
