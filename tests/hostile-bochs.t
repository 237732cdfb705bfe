#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The hostile program on Bochs, which follows the manuals in all that the
# program checks.
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
