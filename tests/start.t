#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A program's first moment, and the frames of its signals, on a CPU without
# FSGSBASE: tests/together*.t have them on others.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

passes 'start and signal', cpu => 'qemu64',
	append => 'init=start:two:three,signal';
done_testing;
