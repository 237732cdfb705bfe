#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The image that "make usb" writes, on a stick, on xHCI.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

passes 'a USB stick', drive => build('gatehouse.img'),
	args => ['-device', 'qemu-xhci',
		 '-device', 'usb-storage,drive=disk,bootindex=0'];
done_testing;
