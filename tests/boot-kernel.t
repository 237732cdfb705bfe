#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Boots twice with load options (-kernel, -append): both logs are the same.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

sub results {
	my ($log) = @_;
	return [map { [@$_{qw(ok name note)}] } $log->flat];
}

my $first = passes 'init=hello,walk', append => 'init=hello,walk:quiet';
my $second = passes 'once more', append => 'init=hello,walk:quiet';
is_deeply results($second), results($first), 'the results are the same';
my @programs = grep { /^(hello|walk)/ } map { $_->{name} }
	@{ $first->{results} };
is_deeply \@programs, ['hello', 'walk:quiet'], 'in the order of init=';
done_testing;
