#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Boots the image of "make iso" from a CD, and from a stick that it was written
# to as it is.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my ($status, $output) = output(make('iso'));
is $status, 0, 'make iso' or BAIL_OUT $output;
my $iso = build('gatehouse.iso');
passes 'a CD', drive => $iso,
	args => ['-device', 'ide-cd,drive=disk,bootindex=0'];
passes 'a stick', drive => $iso, args => ['-device', 'qemu-xhci',
	'-device', 'usb-storage,drive=disk,bootindex=0'];
done_testing;
