#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Bochs: walk and hello on a CPU written independently of QEMU's.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;

bochs_passes 'init=walk,hello';
done_testing;
