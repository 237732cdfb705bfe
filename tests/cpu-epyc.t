#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# AMD: SYSENTER and SYSEXIT are #UD in long mode.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Walk;

walks_without_sysenter(cpu => 'EPYC');
done_testing;
