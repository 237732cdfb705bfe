#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Runs the tests of the pure parts, tests/host/NAME_test.c, which are built for
# this machine with the sanitizers on. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my @names = map { m{([^/]+)\.c$} } sort glob 'tests/host/*_test.c';
cmp_ok scalar @names, '>', 0, 'there are host tests';

my ($made, $messages) = output(make('host'));
is $made, 0, 'they build' or diag $messages;

for my $name (@names) {
	subtest $name => sub {
		my ($status, $output) = output(build("host/$name"));
		is $status, 0, 'ends well' or diag $output;
		my @lines = split /\n/, $output;
		my ($planned) = map { /^1\.\.(\d+)$/ } @lines;
		my @results = grep { /^(not )?ok \d+ - / } @lines;
		is scalar @results, $planned // 'no plan', 'to the end';
		ok /^ok/, s/^(not )?ok \d+ - //r for @results;
	};
}

done_testing;
