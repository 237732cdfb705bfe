#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# "make run PROGRAM=FILE": the user's own program, with arguments that init= has
# another use for, and files of a folder.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
spew("$dir/a file", "what it holds\n");
my ($status, $output) = output(make('-s', 'run', 'PROGRAM=/bin/busybox',
	"ROOT=$dir", q{ARGS=sh -c 'echo "$$1, $$2"; while read line; do } .
	q{echo "$$line"; done < "a file"' name '100%, # b:c' 'd=e'}));
is $status, 0, 'make run: it says PASS' or diag $output;
like $output, qr/^  100%, # b:c, d=e\n  what it holds\nok 8 - busybox:sh/m,
	'arguments and files come as they are';

($status, $output) = output(make('-s', 'run', 'PROGRAM=/bin/busybox',
	'ARGS=false'));
isnt $status, 0, 'make run: what fails, fails';
like $output, qr/^not ok 8 - busybox:false # exit code 1$/m, 'and is named';

($status, $output) = output(make('-s', 'run', 'PROGRAM=none/such'));
isnt $status, 0, 'make run: no such file';
like $output, qr/^PROGRAM=none\/such: neither a file nor one of: .*hello/m,
	'it says so';
done_testing;
