#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# randomize_kstack_offset= and stack_erasing=. With the one, a handler's stack
# begins at each of 128 offsets about as often as at any other; with the other,
# no word that a handler wrote is there in the next call. Without them both are
# otherwise, so the program that looks would have seen it.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant { CALLS => 8192, OFFSETS => 128 };
use constant MEAN => CALLS / OFFSETS;

# Returns ({ gate => [numbers of its line] }, { gate => words left }).
sub look {
	my ($name, $options) = @_;
	my $text = passes($name, append =>
		"selftest=on $options init=walk:quiet,kstack,sweep:2")->{text};
	my %depths = map { $_->[0] => [$_->[1] =~ /(\d+)/g] }
		map { [split /: /, $_, 2] }
		$text =~ /^ *kstack: (\w+: \d+ calls, .*?)\r?$/mg;
	my %left = $text =~ /^ *kstack: (\w+): (\d+) words of a secret/mg;
	is_deeply [sort keys %depths], [qw(int80 syscall sysenter)],
		"$name: each gate";
	return (\%depths, \%left);
}

my ($depths, $left) = look('neither', '');
for (sort keys %$depths) {
	is $depths->{$_}[1], 1, "$_: each call at the same depth";
	cmp_ok $left->{$_}, '>=', 64, "$_: a secret stays on the stack";
}

($depths, $left) = look('both',
	'randomize_kstack_offset=on stack_erasing=on');
for (sort keys %$depths) {
	my (undef, $different, $bytes, $rarest, $most, $again) =
		@{ $depths->{$_} };
	is $different, OFFSETS, "$_: all offsets";
	is $bytes, 8 * (OFFSETS - 1), "$_: over 1016 bytes";
	# 64 of each, and a standard deviation of 8: these are 6 of them.
	cmp_ok $rarest, '>=', MEAN - 48, "$_: none is rare";
	cmp_ok $most, '<=', MEAN + 48, "$_: none is frequent";
	cmp_ok $again, '<=', MEAN + 48, "$_: the last one does not tell";
	is $left->{$_}, 0, "$_: nothing of the secret is left";
}
done_testing;
