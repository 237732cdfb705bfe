#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# "make gdb" stops at the first SYSCALL and knows the source line, and its
# backtrace crosses from ring 0 into ring 3's _start.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant LATE => 5; # seconds; by default gdb gives up after 2

# QEMU starts late, as on a busy host.
my $dir = tempdir(CLEANUP => 1);
my $qemu = $ENV{QEMU} || 'qemu-system-x86_64';
local $ENV{QEMU} = spew("$dir/late-qemu",
	"#!/bin/sh\nsleep @{[LATE]}\nexec $qemu \"\$@\"\n");
chmod 0755, $ENV{QEMU};
my $run = supervise("$dir/output", undef, $dir, make('-s', 'gdb',
	"GDB_ARGS=-batch -ex backtrace -ex 'break dispatch_syscall' " .
	'-ex continue -ex backtrace -ex kill'));
my ($entry, $dispatcher) = split /^(?=Breakpoint 2,)/m,
	slurp("$dir/output");

is $run->{timed_out}, 0, 'gdb comes to its end';
like $entry, qr{^Breakpoint\ 1,\ entry_SYSCALL_64\ \(\)\ at
		\ ring0/entry/syscall\.S:\d+\n
		\d+\s+ENTER_BY_SYSCALL\ entry_SYSCALL_64,.*\n
		=>\ \w+\ <entry_SYSCALL_64\+0>:.*\sswapgs\s*$}mx,
	'it stops at entry_SYSCALL_64, with file, line and source';
like $dispatcher,
	qr{^Breakpoint 2, dispatch_syscall .*ring0/entry/dispatch\.c:\d+}m,
	'and in the dispatcher';

for (['there', $entry, qr/#0  entry_SYSCALL_64 /],
     ['from C', $dispatcher, qr/#0  dispatch_syscall .*\n#1  .*/]) {
	my ($where, $output, $ring0) = @$_;
	like $output, qr{^$ring0.*\n
		(?:\ .*\n)?\#\d\ .*call_syscall\ .*ring3/lib/gates\.S:\d+\n
		(?:\#\d\ .*\n)*\#\d\ .*\ main\ .*ring3/.*\n
		\#\d\ .*\ _start\ .*ring3/lib/start\.S:\d+\n(?!\#)}mx,
		"the backtrace $where goes through the gate to _start";
}
diag slurp("$dir/output") if !Test::More->builder->is_passing;
done_testing;
