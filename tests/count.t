#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Counts a null crossing a second time, independently of bench: gdb steps
# through it, an instruction at a time. And ring0/crossings.md lists just these
# instructions.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;
use Gatehouse::Trace;

# Numbers in an instruction are offsets, which may change.
sub lines { return map { s/0x[0-9a-f]+ */N /gr } split /\n/, $_[0] }

my $text = trace();
my $gate = traced_gates($text);
is scalar @{ $gate->{$_} // [] }, NULL_CROSSING->{$_},
	"$_: as many instructions as bench counts"
	for sort keys %{ +NULL_CROSSING };
diag 'gdb said: ', substr $text, -500 if !%$gate;
SKIP: {
	skip 'the listing is of what gcc makes', 1
		if ($ENV{CC} // '') =~ /clang/;
	is_deeply [lines slurp('ring0/crossings.md')], [lines listing($gate)],
		'ring0/crossings.md is as the code is (make listing)';
}
done_testing;
