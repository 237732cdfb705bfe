#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# All that QEMU can emulate, LA57 too, under Intel's vendor name: SYSENTER
# works.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Walk;

walks_with_sysenter(cpu => 'max,vendor=GenuineIntel');
done_testing;
