#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The i440FX machine, with PIIX3 and a VGA screen; all other tests use q35.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $log = passes 'pc', machine => 'pc', args => ['-device', 'VGA'];
like $log->{text}, qr/^# screen: \d+x\d+ at 0x/m, 'it has a screen';
done_testing;
