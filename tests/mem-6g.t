#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# More than 4 GiB: memory above the hole that devices have below it.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

passes '6 GiB', memory => '6G';
done_testing;
