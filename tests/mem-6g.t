#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# More than 4 GiB: memory above the hole that devices have below it.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $log = passes '6 GiB', memory => '6G';
my ($usable, $mapped) = $log->{text} =~
	/^# memory: (\d+) MiB usable .* direct map (\d+) MiB/m;
cmp_ok $usable, '>', 5 * 1024, "$usable MiB are usable";
cmp_ok $mapped, '>', 6 * 1024, "$mapped MiB are mapped, the hole included";
done_testing;
