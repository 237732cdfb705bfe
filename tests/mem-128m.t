#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# As little memory as OVMF itself starts with.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

passes '128 MiB', memory => '128M';
done_testing;
