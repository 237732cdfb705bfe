#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The 64-bit vDSO: a program of the boot volume finds it, and it tells the time
# without a crossing. No clock goes backwards, from it to a call or back; its
# data page is read-only; and a program can unwind through it.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

use constant CALLS => 10; # at most: of 10,000 readings

my $so = build('vdso/vdso64.so');
my ($status, $symbols) = output('readelf', '-W', '--dyn-syms', '--segments',
	$so);
my @names = qw(clock_gettime gettimeofday time getcpu);
like $symbols, qr/ FUNC +\w+ .* $_\@\@LINUX_2\.6$/m, "$_ is exported"
	for map { ($_, "__vdso_$_") } @names;
like $symbols, qr/^ +LOAD +0x0+ 0x0+ 0x0+ \S+ \S+ R E /m,
	'one segment, readable and executable';
my ($frames_status, $frames) = output('readelf', '--debug-dump=frames-interp',
	$so);
cmp_ok scalar(() = $frames =~ / FDE /g), '>=', 4, 'with call frames';

my $dir = tempdir(CLEANUP => 1);
is system(qw(gcc -O1 -nostdlib -static -ffreestanding -fno-stack-protector -o),
	"$dir/vdso", 'tests/programs/vdso.c'), 0, 'a program is built';
my $image = esp_image('gatehouse.cfg' => "init=vdso,vdso:write\n",
	'initramfs.cpio' => cpio(['vdso', slurp("$dir/vdso")]));
my $log = boot(drive => $image, args =>
	['-device', 'ide-hd,drive=disk,bootindex=0'])->{debugcon} =~ s/\r//gr;
like $log, qr/^ok \d+ - vdso$/m, 'time goes on, by the vDSO and by calls';
like $log, qr/^not ok \d+ - vdso:write # killed by SIGSEGV$/m,
	'its data page is read-only';
my ($calls) = $log =~ /^# returns: syscall +-> sysret +(\d+) /m;
cmp_ok $calls // 999, '<=', CALLS, 'and by few calls';
diag $log if !Test::More->builder->is_passing;
done_testing;
