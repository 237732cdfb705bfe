#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# bench on Linux: the file that Gatehouse runs also runs on the Linux that runs
# the tests, and make report makes a page of its output. Linux's costs are not
# judged. Boots nothing.
use strict;
use warnings;
use File::Temp 'tempdir';
use POSIX 'uname';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::BenchLog;
use Gatehouse::Machine;

my ($system, $machine) = (uname)[0, 4];
plan skip_all => "is no program of $system on $machine"
	if "$system $machine" ne 'Linux x86_64';
my $dir = tempdir(CLEANUP => 1);
my ($status, $text) = output(build('stripped/bench'), 200);
is $status, 0, 'each crossing comes back as it must';
my $log = eval { read_log(spew("$dir/log", $text)) };
is $@, '', 'its log is a whole one' or diag $text;
my %cell = map { bench_name($_) => $_ } @{ $log->{cells} };
cmp_ok $cell{$_}{mode}, '>', 0, "$_: takes its time"
	for map({ "syscall $_" } qw(getpid unknown copy64 six-args)),
	'exception ud2', 'exception page-fault';
is $_->{interrupts}, 'unknown', bench_name($_) . ': nobody tells what came'
	for values %{ $log->{excluded} };
my %why = map { @$_ } @{ $log->{skipped} };
is keys(%cell) + keys(%why), ($text =~ /^1\.\.(\d+)$/m)[0],
	'all others are skipped, with the reason';
like $why{'syscall, floor, fast'}, qr/Gatehouse/, 'as what Gatehouse has';
($status, $text) = output('perl', 'tests/tools/report', "$dir/page",
	"$dir/log");
is $status, 0, 'make report draws it' or diag $text;
done_testing;
