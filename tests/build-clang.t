#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# clang builds without a warning, within the same bounds of size, and what it
# built boots.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Size;
use File::Temp 'tempdir';

my $dir = tempdir(CLEANUP => 1);
my ($status, $output) = output(make('-j2', "BUILD=$dir", 'CC=clang', 'all'));
is $status, 0, 'clang builds it' or diag $output;
unlike $output, qr/warning/, 'without a warning';
local $ENV{BUILD} = $dir;
size_is_bounded();
passes 'clang\'s', append => 'init=walk:quiet,hello';
done_testing;
