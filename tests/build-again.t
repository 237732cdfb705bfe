#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The build is reproducible: in another directory it gives the same bytes.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my ($status, $output) = output(make('-j2', "BUILD=$dir", 'all'));
is $status, 0, 'it builds' or diag $output;
ok slurp("$dir/$_") eq slurp(build($_)), "$_ is the same"
	for qw(stripped/ring0 initramfs.cpio extra.cpio BOOTX64.EFI);
done_testing;
