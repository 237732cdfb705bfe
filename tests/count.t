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
use Gatehouse::Versions;

# Numbers in an instruction are offsets, which may change.
sub lines { return map { s/0x[0-9a-f]+ */N /gr } split /\n/, $_[0] }

my $text = trace();
my $gate = traced_gates($text);
my $page = slurp('ring0/crossings.md');
my $listed = listed_gates($page);
diag 'gdb said: ', substr $text, -500 if !%$gate;
for (sort keys %{ +NULL_CROSSING }) {
	is scalar @{ $listed->{$_} // [] }, NULL_CROSSING->{$_},
		"$_: ring0/crossings.md has as many as bench counts";
	my ($assembly, $c) = split_at_c(@{ $gate->{$_} // [] });
	my ($listed_assembly, $listed_c) = split_at_c(@{ $listed->{$_} });
	is_deeply [map { lines($_) } @$assembly],
		[map { lines($_) } @$listed_assembly],
		"$_: and what of them is assembly, in this order";
	cmp_ok @$c - @$listed_c, '<=', NULL_MORE,
		"$_: the compiler's code is no longer than it has to be";
}

# The second measure: what is slow of these, as ring3/bench/README.md lists it.
my %title = (syscall => 'SYSCALL', sysenter => 'SYSENTER', int80 => 'int 0x80',
	'syscall/32' => 'SYSCALL, 32-bit');
my $slow = qr/^(?:syscall|sysret[lq]|sysenter|sysexitq|int|iretq|swapgs|sti|cli|
	pushf|popf|wrmsr|rdmsr|cpuid)\b/x;
for my $name (sort keys %title) {
	my ($told) = slurp('ring3/bench/README.md') =~
		/^\| $title{$name} \| (\w[^|]*) \|/m;
	is join(' ', map { /($slow)/ ? $1 : () } @{ $listed->{$name} }),
		$told // '', "$name: the slow ones of them are as told";
}
SKIP: {
	skip 'another compiler built the listing', 1
		if !has_trait('pages-compiler');
	is_deeply [lines $page], [lines listing($text)],
		'ring0/crossings.md is as the code is (make listing)';
}
done_testing;
