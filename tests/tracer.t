#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# tracer=NAME: a tracer stops a program at its calls, looks, and changes number,
# arguments, result, rip, flags and memory, as on this Linux: both print the
# same. With a rip that is not canonical the program leaves ring 0 by IRET
# (CVE-2014-4699).
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $program = tempdir(CLEANUP => 1) . '/tracer';
my ($built, $said) = output(qw(gcc -O1 -Wall -Werror -static -o), $program,
	'tests/programs/tracer.c');
is $built, 0, 'the program is built' or diag $said;

# Returns [PART, LINES, END] for each program in order.
sub parts_of {
	my ($log) = @_;
	my ($text, @parts) = ('');
	for (split /^/, $log) {
		if (/^(?:not )?ok \d+ - trial:traced:(\w+)(?: # (.*))?$/) {
			push @parts, [$1, $text, $2 // 'ok'];
			$text = '';
		} elsif (s/^  //) {
			$text .= $_;
		}
	}
	return @parts;
}

my %ends = (steps => 'exit code 7', seccomp => 'ok',
	kill => 'killed by SIGKILL', detach => 'exit code 5',
	exitkill => 'killed by SIGKILL', die => 'exit code 5');
my $log = boot(args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
	drive => esp_image(
	'gatehouse.cfg' => 'seccomp=on tracer=trial:tracer:any init=' .
		join(',', map { "trial:traced:$_" } sort keys %ends) . "\n",
	'initramfs.cpio' => cpio(['trial', slurp($program)])))
	->{debugcon} =~ s/\r//gr;
my @found = parts_of($log);
is scalar @found, keys %ends, 'each part has run';
for (@found) {
	my ($part, $text, $end) = @$_;
	my (undef, $linux) = output($program, 'tracer', $part);
	is $text, $linux, "$part: both print what they do on Linux";
	is $end, $ends{$part}, "$part: the program ends as there";
}
is scalar(() = $log =~ /^# tracer: trial: exit code 0$/mg), keys %ends,
	'each tracer comes to its end';
unlike $log, qr/not returned/, 'and all memory is returned';
like $log, qr/^# returns: syscall +-> iret +[1-9]\d*  not ring 3's/m,
	'a non-canonical rip leaves by IRET';

# One that changes nothing changes nothing, by no gate.
my $watched = passes 'tracer=watch', append => 'selftest=on tracer=watch ' .
	'init=walk:quiet,hello,handler,signal,hostile:attacks';
my @stops = $watched->{text} =~ /^  # watch: (\d+) stops, then an exit\r?$/mg;
is scalar(grep { $_ > 10 } @stops), 5, 'each program was stopped';
passes 'tracer=watch:cont, at each instruction', append => 'selftest=on ' .
	'tracer=watch:cont init=sweep:7';
like boot(append => 'tracer=watch:print init=hello')->{debugcon},
	qr/^  # watch: call 39\r?\n  # watch: result 1\r?$/m, 'it sees calls';
like boot(append => 'tracer=none init=hello')->{debugcon},
	qr/^# WARNING: tracer: none: no such program in the initramfs\r?$/m,
	'and a tracer that is not there is named';
done_testing;
