#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# context_tracking=on: whatever comes in or goes out, the CPU's context is
# right, and each event in ring 0, at each instruction, finds it so. A debugger
# makes it wrong in front of each check, which must say so.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use File::Temp 'tempdir';
use Gatehouse::Image;
use Gatehouse::Machine;

passes 'nothing is wrong', append => 'selftest=on context_tracking=on vdso32=1 '
	. 'init=walk:quiet,hello,signal,vsyscall,hostile:attacks,hostile:ldt,' .
	'sweep:5';

# An interrupt comes while the CPU waits, and it waits again.
my $busybox = boot(args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
	drive => esp_image('gatehouse.cfg' =>
		"context_tracking=on tick=100 init=busybox:sleep:0.1\n",
	'initramfs.cpio' => cpio(['busybox', slurp('/bin/busybox')])));
like $busybox->{debugcon}, qr/^ok \d+ - busybox:sleep:0.1\r?$/m,
	'a CPU that waits is idle';

# Where the debugger stops, what it does there, and what the panic says.
my $context = '((struct cpu *)$gs_base)->context';
my @trips = (
	['site_context_kernel', "set $context = 0",
		qr/on entry from ring 3, to 0x\w+: the context is KERNEL/],
	['site_context_user', "set $context = 2",
		qr/on the way to ring 3, at 0x\w+: the context is USER/],
	['mm_fault', "set $context = 1",
		qr/on the way to ring 3, at 0x\w+: the context is IDLE/],
	['hook_exception_from_ring0', "set $context = 2\n" .
		'set *(unsigned long *)($rdi + 0x80) = (unsigned long)mm_fault',
		qr/ring 0 at 0x\w+: the context is USER/],
);
for (@trips) {
	my ($where, $command, $says) = @$_;
	my $dir = tempdir(CLEANUP => 1);
	spew("$dir/trip.gdb", "delete\nhbreak *$where\ncontinue\ndelete\n" .
		"$command\ncontinue\n");
	my (undef, $output) = output(make('-s', 'gdb',
		'APPEND=context_tracking=on init=hostile',
		"GDB_LOG=$dir/log", "GDB_ARGS=-batch -x $dir/trip.gdb"));
	like $output . slurp("$dir/log"), qr/# panic: context_tracking: $says/,
		"at $where";
}
done_testing;
