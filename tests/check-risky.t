#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A check that ends the machine takes no other with it: the harness boots again,
# goes on with the next, and sees how the machine ended. Of those that may do so
# only some are run here, for one that hangs takes a minute to be known.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Matrix;
use Gatehouse::Risky;

my ($machine) = grep { $_->{name} eq 'max-Intel' } machines();

for (['F-402', 'F-405'], ['F-408', 'F-409']) {
	my ($from, $to) = @$_;
	my $facts = risky($machine, $from, $to);
	my @ids = map { $_->{id} } @{ $facts->{checks} };
	is "$ids[0] $ids[-1]", "$from $to", 'all are run, in order';
	is $facts->{by_id}{'F-409'}{saw}, 'event=reset',
		'an exception with no IDT resets it' if $to eq 'F-409';
	SKIP: {
		is_version($machine)
			or skip "$machine->{list}: no runs of this version", 1;
		my $known = known($machine);
		is_deeply [map { $known->line($facts, $_) }
			$known->new_deviations($facts),
			$known->conforming($facts)], [],
			"$from to $to: each does as the list says";
	}
}
done_testing;
