#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# An older Intel CPU: it has SMEP, but neither SMAP nor UMIP.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Walk;

walks_with_sysenter(cpu => 'Haswell');
done_testing;
