#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# No display, so no GOP; and one that has no linear framebuffer (BltOnly).
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

passes 'no display', args => ['-vga', 'none'];
passes 'no linear framebuffer', args => ['-device', 'virtio-gpu-pci'];
done_testing;
