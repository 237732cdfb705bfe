#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The second count of a null crossing, independent of bench's: gdb steps through
# it, an instruction at a time. And each instruction is one that the listing in
# ring0/crossings.md has, so that is as the code is.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;
use Gatehouse::Trace;

# The numbers in an instruction are those of offsets, which may move.
sub without_numbers { return map { s/0x[0-9a-f]+/N/gr } @_ }

plan skip_all => 'the listing is of what gcc makes'
	if ($ENV{CC} // '') =~ /clang/;
my $text = trace();
my $gate = traced_gates($text);
my @listed = without_numbers(slurp('ring0/crossings.md') =~
	/^    [ \d]\d  (.{27}) \S/mg);
my @stepped;
for (qw(syscall sysenter int80)) {
	my @instructions = @{ $gate->{$_} // [] };
	is scalar @instructions, NULL_CROSSING->{$_},
		"$_: as many instructions as bench counts";
	push @stepped, map { sprintf '%-27s', $_ } @instructions;
}
is_deeply [map { s/ +$//r } @listed],
	[map { s/ +$//r } without_numbers(@stepped)],
	'ring0/crossings.md is as the code is (make listing)';
diag 'gdb said: ', substr $text, -500 if !%$gate;
done_testing;
