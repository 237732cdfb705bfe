#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Programs that do what they must not: each is ended, and reported with what it
# did; those that are only refused go on; and walk still passes after all.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my %ended = (
	null => 'SIGSEGV', noncanonical => 'SIGSEGV', jumpkernel => 'SIGSEGV',
	poke => 'SIGSEGV', directmap => 'SIGSEGV', wtext => 'SIGSEGV',
	nxstack => 'SIGSEGV', stack => 'SIGSEGV', hlt => 'SIGSEGV',
	in => 'SIGSEGV', out => 'SIGSEGV', ud2 => 'SIGILL', div0 => 'SIGFPE',
	int3 => 'SIGTRAP', tf => 'SIGTRAP', lost => 'SIGSEGV',
);
my @kinds = sort keys %ended;
my @init = ((map { "fault:$_" } @kinds), qw(fault:badcall fault:badptr
	fault:exit:3 nosuch walk:quiet));
my %not_ok = (
	(map { ("fault:$_" => qr/\b$ended{$_}\b/) } @kinds),
	'fault:exit:3' => qr/\b3\b/,
	'nosuch' => qr/./,
);
fails 'programs that fault', \%not_ok, append => 'init=' . join ',', @init;
done_testing;
