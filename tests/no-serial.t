#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# No serial port at all: nothing may wait for one. The log on port 0xe9 tells.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $log = passes 'no serial port', serial => 0;
like $log->{text}, qr/^# console: port 0xe9$/m, 'none is claimed';
done_testing;
