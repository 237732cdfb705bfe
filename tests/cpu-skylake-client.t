#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The CPU that "make run" shows: Intel, with SMEP, SMAP and UMIP.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Walk;

walks_with_sysenter(cpu => 'Skylake-Client');
done_testing;
