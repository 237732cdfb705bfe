#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# libFuzzer on the pure parts, tests/fuzz/NAME_fuzz.c, under the sanitizers: so
# many inputs that it makes to reach new code, the same ones each time. What the
# parts answer is compared with a model, or with zlib. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my @names = map { m{([^/]+)_fuzz\.c$} } sort glob 'tests/fuzz/*_fuzz.c';
cmp_ok scalar @names, '>', 0, 'there are fuzzers';
my ($status, $text) = output(make('fuzz'));
is $status, 0, 'no input makes one fail' or diag $text;
my %ran = $text =~ /^(\w+): (\d+) inputs, \d+ branches$/mg;
is_deeply [sort keys %ran], \@names, 'each has run';
cmp_ok $ran{$_} // 0, '>=', 20000, "$_: as many inputs as it must have"
	for @names;
done_testing;
