#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# CVE-2019-1125: wherever entry code asks which ring it came from, both branches
# have a fence (or WRMSR, which serialises) before they use GS. And the
# benchmark reads its clock between fences. Boots nothing: no run can show a
# missing fence, only the code can.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant {
	REACH => 14, # instructions within which the fence must come
	CLOCK_READINGS => 40, # ten functions, two clocks, at start and end
};

my @code = qx(objdump -d --no-show-raw-insn @{[ build('ring0.elf') ]});
my (%line_of, @branches);
for my $i (0 .. $#code) {
	$line_of{$1} = $i if $code[$i] =~ /^\s*(\w+):\t/;
	push @branches, $i if $code[$i] =~ /testb\s+\$0x3,0x88\(%rsp\)/;
}

# true: from line $i on a fence comes before any use of GS.
sub fenced {
	my ($i) = @_;
	for (grep { defined } @code[$i .. $i + REACH]) {
		return 1 if /\b(?:lfence|wrmsr)\b/;
		return 0 if /%gs:|\bcall\b/;
	}
	return 0;
}

cmp_ok scalar @branches, '>=', 2, 'entries that ask for the ring are found';
for my $i (@branches) {
	my ($jump) = grep { $code[$_] =~ /\bj\w+\s/ } $i .. $i + 2;
	my ($target) = $code[$jump] =~ /\bj\w+\s+(\w+)/;
	my ($where) = $code[$i] =~ /(\w+):/;
	ok fenced($jump + 1), "a fence after $where, not jumping";
	ok fenced($line_of{$target}), "a fence after $where, jumping";
}
# SDM vol. 2, "RDTSC": without fences, timed code could move across a reading.
my ($function, @bench);
for (qx(objdump -d --no-show-raw-insn @{[ build('ring3/bench') ]})) {
	$function = $1 if /<(\w+)>:$/;
	push @bench, [$1, $function] if /^\s*\w+:\t(\w+)/;
}
my @readings = grep {
	$bench[$_][0] =~ /^(?:rdtsc|rdpru)$/ and $bench[$_][1] ne 'rdpru'
} 0 .. $#bench;
cmp_ok scalar @readings, '>=', CLOCK_READINGS, 'readings of a clock are found';
my @open = grep {
	$bench[$_ - 1][0] ne 'lfence' or $bench[$_ + 1][0] ne 'lfence'
} @readings;
is "@{[ map { $bench[$_][1] } @open ]}", '', 'each has a fence on both sides';
done_testing;
