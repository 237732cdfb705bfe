#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Each ablation applies to the tree as it is and says all that a header must,
# and each row of the table has its patch. Boots nothing: "make ablate" shows
# what goes red.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $table = slurp('tests/ablations/README.md');
my %row = map { $_ => 1 } $table =~ /^\| \[([\w-]+)\]\(\1\.patch\) \|/mg;
my @patches = sort glob 'tests/ablations/*.patch';
cmp_ok scalar @patches, '>=', 30, 'there are some';
for my $patch (@patches) {
	my ($name) = $patch =~ m{([^/]+)\.patch$};
	my ($head) = slurp($patch) =~ /\A(.*?)^--- /ms;
	my %key = ($head // '') =~ /^(\w+): +(\S.*)$/mg;
	my $shown = grep { $key{$_} } qw(red gone);
	is join(' ', (grep { !$key{$_} } qw(defence without machine run)),
		$shown), '1', "$name: its header is whole";
	my ($status, $said) = output(
		qw(patch -p1 -s -f --fuzz=0 --dry-run -i), $patch);
	is "$status $said", '0 ', "$name: applies";
	delete $row{$name};
}
is join(' ', sort keys %row), '', 'there is a patch for each row';
done_testing;
