#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Programs that break a rule: each is killed, and its fault is reported; one
# that is only refused goes on. walk passes after all of them.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

# For each program the signal that kills it, and what the report must say.
my %ended = (
	null => ['SIGSEGV', qr/#PF .* execution at 0 by ring 3: nothing/],
	noncanonical => ['SIGSEGV', qr/#GP/],
	jumpkernel => ['SIGSEGV', qr/#PF .* execution at 0xffffffff80000000 /],
	poke => ['SIGSEGV', qr/#PF .* a write at 0xffffffff80000000 /],
	directmap => ['SIGSEGV', qr/#PF .* a read at 0xffff888000000000 /],
	wtext => ['SIGSEGV', qr/#PF .* a write at 0x4\w+ .* rights forbid it/],
	nxstack => ['SIGSEGV', qr/#PF .* execution at 0x7ff\w+ .* forbid it/],
	stack => ['SIGSEGV', qr/#PF .* a write at 0x7ff\w+ .* nothing is/],
	hlt => ['SIGSEGV', qr/#GP/],
	in => ['SIGSEGV', qr/#GP/],
	out => ['SIGSEGV', qr/#GP/],
	ud2 => ['SIGILL', qr/#UD/],
	div0 => ['SIGFPE', qr/#DE/],
	int3 => ['SIGTRAP', qr/#BP/],
	tf => ['SIGTRAP', qr/#DB/],
	lost => ['SIGSEGV', qr/#GP .* 0x8000000000000000/],
);
my @kinds = sort keys %ended;
my @init = ((map { "fault:$_" } @kinds), qw(fault:badcall fault:badptr
	fault:exit:3 fault:nosuch nosuch walk:quiet));
my %not_ok = (
	(map { ("fault:$_" => qr/^killed by $ended{$_}[0]$/) } @kinds),
	'fault:exit:3' => qr/^exit code 3$/,
	'fault:nosuch' => qr/^exit code 2$/,
	'nosuch' => qr/^no such program/,
);
my $log = fails 'programs that fault', \%not_ok,
	append => 'init=' . join ',', @init;

for my $kind (@kinds) {
	my ($report) = $log->{text} =~ /^(# fault:$kind: .*?)^not ok/ms;
	like $report, $ended{$kind}[1], "$kind: its report says what it did";
	like $report, qr/^#   $_ [0-9a-f]{16}/m, "$kind: with its $_"
		for qw(rax rip);
	like $report, qr/cr2 [0-9a-f]{16}/, "$kind: with CR2";
}
done_testing;
