#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Memory above 4 GiB: beyond the hole that devices have below it, and not mapped
# before something needs it.
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

# Here half of it is above 4 GiB, so a program that takes all of it gets there.
for my $cpu ('Skylake-Client', 'Skylake-Client,pdpe1gb=on') {
	passes "all of it, $cpu", memory => '256M', cpu => $cpu,
		machine => 'q35,max-ram-below-4g=128M',
		append => 'init=hostile:memory';
}
done_testing;
