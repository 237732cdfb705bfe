#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Without a serial port nothing may wait for one; the log is on port 0xe9.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $log = passes 'no serial port', serial => 0;
like $log->{text}, qr/^# console: port 0xe9$/m, 'none is claimed';
done_testing;
