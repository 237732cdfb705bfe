#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make listing: writes ring0/crossings.md, a null crossing by each gate as gdb
# stepped through it, with what each instruction is for.
use strict;
use warnings;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Trace;

my @gates = (
	['syscall', 'SYSCALL, and back by SYSRET'],
	['sysenter', 'SYSENTER, and back by SYSEXIT'],
	['int80', 'int 0x80, and back by IRET'],
);

my $gate = traced_gates(trace());
my $page = <<'END';
# Three crossings, instruction by instruction

getpid by each gate, from the gate's instruction to the return's, as a debugger
stepped through it: `make listing` writes this page. `tests/count.t` steps once
more and fails when this is not what it sees; `tests/bench.t` has QEMU count.
END

for (@gates) {
	my ($name, $title) = @$_;
	die "no trace of $name\n" if !$gate->{$name};
	my @rows = explain(@{ $gate->{$name} });
	my $number = 0;
	$page .= "\n## $title: " . @rows . " instructions\n\n";
	$page .= sprintf "    %2d  %-27s %s\n", ++$number, @$_ for @rows;
}
spew('ring0/crossings.md', $page);
