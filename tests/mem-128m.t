#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# As little memory as OVMF itself can start with.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $log = passes '128 MiB', memory => '128M';
my ($usable) = $log->{text} =~ /^# memory: (\d+) MiB usable/m;
cmp_ok $usable, '<', 128, "$usable MiB are usable";
done_testing;
