#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# QEMU's smallest CPU: AMD's vendor name, no SMEP, SMAP, FSGSBASE, 1 GiB pages.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Walk;

walks_without_sysenter(cpu => 'qemu64');
done_testing;
