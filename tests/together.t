#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Programs of every kind, one after the other in one boot, on a CPU of Intel's:
# each comes to its end as it does alone. What "make mutants" boots first.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Together;

together 'Skylake-Client', 'sweep:1:23';
done_testing;
