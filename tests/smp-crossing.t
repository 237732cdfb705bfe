#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A null crossing costs the same however many CPUs cross: it writes only what
# its CPU has on pages of its own, and takes no lock. Judged from the listing,
# which count.t holds to what runs, and from where ring0.elf has what CPUs own.
# Boots nothing.
use strict;
use warnings;
no warnings 'portable'; # addresses have 64 bits
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Trace;

use constant PAGE => 0x1000;

# What is reached by GS is the CPU's; by rsp, its task's stack.
my $own = qr/%gs:|\(%rsp\)/;
# PUSH and CALL write to the stack, and read what they name.
my $to_stack = qr/^(?:push|call|pop|ret|test|cmp)/;

# Returns the operand that an instruction writes, if that is memory.
sub written {
	my ($instruction) = @_;
	return if $instruction =~ $to_stack;
	my ($last) = $instruction =~ /((?:-?\w+|%gs:\w*)?\([^()]*\)|%gs:\w+)$/;
	return $last;
}

is written('mov %rsp,%gs:0x8'), '%gs:0x8', 'a write by GS is seen';
is written('addq $0x1,0x10(%rax)'), '0x10(%rax)', 'and one by a pointer';
is written('mov (%rax),%eax'), undef, 'a read is none';

my $gate = listed_gates(slurp('ring0/crossings.md'));
cmp_ok scalar keys %$gate, '>=', 3, 'the listing has each gate';
for my $name (sort keys %$gate) {
	my @wrong = grep { defined written($_) and written($_) !~ $own }
		@{ $gate->{$name} };
	is "@wrong", '', "$name: writes only what is this CPU's";
	@wrong = grep { /^(?:lock|xchg|cmpxchg|xadd)/ } @{ $gate->{$name} };
	is "@wrong", '', "$name: takes no lock";
}

# What CPUs own lies on whole pages, and the boot CPU's is the first of it.
my ($status, $symbols) = output('nm', build('ring0.elf'));
my %at = map { /^(\w+) \w (\w+)$/ ? ($2 => hex $1) : () } split /\n/, $symbols;
my ($start, $end) = @at{qw(__percpu_start __percpu_end)};
ok !($start % PAGE) && !($end % PAGE), 'a CPU owns whole pages';
ok $at{boot_cpu} >= $start && $at{boot_cpu} < $end && !($at{boot_cpu} % PAGE),
	'the boot CPU, too';
for my $own (qw(areas tables)) {
	ok $at{$own} >= $start && $at{$own} < $end, "each CPU has its own $own";
}
done_testing;
