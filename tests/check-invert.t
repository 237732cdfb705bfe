#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Each check can fail: check=invert inverts each expectation, and every check
# that is judged must then be "not ok". Both Intel and AMD are run, because some
# facts are of one of them.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Facts;
use Gatehouse::Matrix;

my (%skipped, %red);
for my $machine (grep { $_->{name} =~ /^max-/ } machines()) {
	my $raw = checked($machine, 'check=invert');
	my $facts = Gatehouse::Facts->new($raw, $machine->{name});
	for my $check (@{ $facts->{checks} }) {
		my ($id, $verdict) = @$check{qw(id verdict)};
		next if $verdict eq 'unsettled';
		$skipped{$id} = $check->{why} if $verdict eq 'skipped';
		next if $verdict eq 'skipped';
		is $verdict, 'deviates', "$machine->{name}: $id goes red";
		$red{$id} = 1;
	}
}
for (sort grep { !$red{$_} } keys %skipped) {
	SKIP: { skip "$_: $skipped{$_}", 1 }
}
done_testing;
