#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What "make gdb" gives: it stops at the first SYSCALL, knows the source line,
# and its backtrace crosses from ring 0 into ring 3's _start.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $build = $ENV{BUILD} || 'build';
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL)};
my $run = supervise("$dir/output", undef, $dir, 'make', '-s', 'gdb',
	"BUILD=$build", 'GDB_ARGS=-batch -ex backtrace -ex kill');
my $output = slurp("$dir/output");

is $run->{timed_out}, 0, 'gdb comes to its end';
like $output, qr/^(?:Hardware assisted )?[Bb]reakpoint 1.* entry_SYSCALL_64/m,
	'it stops at entry_SYSCALL_64';
like $output, qr{ entry_SYSCALL_64 \(\) at ring0/entry_syscall\.S:\d+},
	'with its file and line';
like $output, qr/^#0 .*entry_SYSCALL_64/m, 'the backtrace starts there';
like $output, qr{^#[1-9].* main .*ring3/}m, 'it passes through main()';
like $output, qr{^#[1-9].* _start \(\) at ring3/lib/start\.S:\d+}m,
	'and reaches _start';
diag $output if !Test::More->builder->is_passing;
done_testing;
