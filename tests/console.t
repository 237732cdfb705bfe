#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# console= chooses the serial port: none, although one is there; or the second.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Log;

my $run = boot append => 'init=hello console=none';
unlike $run->{serial}, qr/gatehouse \d/, 'console=none: nothing on the port';
like $run->{debugcon}, qr/^# gatehouse: end: PASS/m, 'console=none: it ran';

my $second = tempdir(CLEANUP => 1) . '/ttyS1';
for my $console ('ttyS1,115200n8', 'uart8250,io,0x2f8') {
	$run = boot append => "init=hello console=$console",
		args => ['-serial', "file:$second"];
	my $log = Gatehouse::Log->new(slurp($second), may_follow_noise => 1);
	is_deeply $log->{faults}, [], "console=$console: the log is there";
	is $log->{end}, 'PASS', "console=$console: and says PASS";
	unlike $run->{serial}, qr/gatehouse \d/, "console=$console: only there";
}
done_testing;
