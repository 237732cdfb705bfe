#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The hostile program on Bochs, which departs from the manuals nowhere in what
# it looks at.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;

my @groups = qw(privileged exceptions sweeps selectors addresses stacks
	own-stack frames leftovers leftovers memory);
my $log = bochs_passes 'mem=32M selftest=on init=fuzz:5000,' .
	join ',', map { "hostile:$_" } @groups;
is_deeply [map { $_->{name} } grep { $_->{note} =~ /departs/ } $log->flat], [],
	'nothing departs';
done_testing;
