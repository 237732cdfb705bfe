#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The 8259 pair, as QEMU's monitor shows it while a program runs: all of it is
# masked, and its vectors, which a spurious interrupt may still come by, are not
# the firmware's but 32 to 47. Ring 0 can read the masks, but not the vectors.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my @commands = ('delete', 'hbreak *(long)__x64_sys_getpid', 'continue',
	'monitor info pic', 'kill');
my ($status, $said) = output(make('-s', 'gdb', 'PROGRAM=hello',
	"GDB_LOG=$dir/log", 'APPEND=init=hello',
	join ' ', 'GDB_ARGS=-batch', map { "-ex '$_'" } @commands));
my %first = (pic0 => '20', pic1 => '28');
for my $pic (sort keys %first) {
	my ($state) = $said =~ /^$pic: (.*)$/m;
	like $state // '', qr/\bimr=ff\b/, "$pic: all of it is masked";
	like $state // '', qr/\birq_base=$first{$pic}\b/,
		"$pic: its vectors begin at 0x$first{$pic}";
}
diag $said if !Test::More->builder->is_passing;
done_testing;
