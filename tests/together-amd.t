#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# As tests/together.t, on a CPU of AMD's: SYSCALL from 32-bit code works, and
# SYSENTER does not.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Together;

together 'EPYC', 'sweep:0:23';
done_testing;
