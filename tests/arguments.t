#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Ten thousand arguments arrive: they take more than a page of the stack, and
# more than its 128 KiB with the pointers to them.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

use constant ARGUMENTS => 10_000;

my $disk = fat_image({ 'EFI/BOOT/BOOTX64.EFI' => slurp(build('BOOTX64.EFI')),
	'gatehouse/gatehouse.cfg' => 'init=' .
		join(':', 'start:count', 2 .. ARGUMENTS - 1) . ",hello\n" });
my $log = passes 'so many arguments', drive => $disk,
	args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
like $log->{text}, qr/^ *# ${\ARGUMENTS} arguments$/m, 'all of them are there';
done_testing;
