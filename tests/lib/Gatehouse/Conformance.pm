# SPDX-License-Identifier: BSD-2-Clause
#
# Boots machines with init=check, and compares what they find with their list of
# known deviations, and with their column in the page of facts.
package Gatehouse::Conformance;
use strict;
use warnings;
use Exporter 'import';
use Test::More;
use Gatehouse::Facts;
use Gatehouse::Machine;
use Gatehouse::Matrix;
use Gatehouse::Page;

our @EXPORT = qw(conformance);

sub conformance {
	my (@names) = @_;
	my %machine = map { $_->{name} => $_ } machines();
	my @machines = @machine{@names};
	plan skip_all => "$machines[0]{list}: no runs of this version"
		if !is_version($machines[0]);
	my %met;
	_one($_, \%met) for @machines;
	my $known = known($machines[0]);
	ok $met{$_}, "$_: is met on one of them"
		for grep { $_ !~ Gatehouse::Facts::RISKY }
		map { $_->{id} } @{ $known->{entries} };
	done_testing;
	return;
}

# Adds the ids of the deviations that this machine showed to met.
sub _one {
	my ($machine, $met) = @_;
	my $raw = checked($machine);
	my $facts = eval {
		Gatehouse::Facts->new($raw, $machine->{name})
	};
	ok $facts, "$machine->{name}: a log as it must be" or diag $@, $raw;
	return if !$facts;
	my $known = known($machine);
	is_deeply [$known->disagreements($facts)], [],
		"$machine->{name}: deviates as its list says";
	$facts->{name} = column_name($machine->{name}, $known);
	SKIP: {
		has_column(slurp(PAGE), $facts->{name})
			or skip PAGE . " has no column of $facts->{name}", 1;
		is_deeply [page_disagreements(slurp(PAGE), $facts)], [],
			"$machine->{name}: and as " . PAGE . ' says';
	}
	$met->{$_->{id}} = 1
		for grep { $_->{verdict} eq 'deviates' } @{ $facts->{checks} };
	return;
}

1;
