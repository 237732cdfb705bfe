#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# 64 CPUs: each comes up and runs walk, and they agree.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Cpus;
use Gatehouse::Machine;

my $log = passes '64 CPUs', memory => '1G', args => ['-smp', '64'],
	append => 'init=walk:quiet';
like $log->{text}, qr/^# cpus: 64 of 64 run$/m, 'all come up';
is scalar(grep { $_->{name} =~ /^cpu \d+, .*walk:quiet$/ && $_->{ok} }
	@{ $log->{results} }), 64, 'and all have run walk';
ok agree($log), 'they agree on every row and every return';
done_testing;
