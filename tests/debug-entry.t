#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# debug_entry=on says nothing while ring 0 is as it should be, by each gate and
# exception and with an event at each instruction. A debugger then makes one
# thing wrong in front of the check, and it must say just that.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use File::Temp 'tempdir';
use Gatehouse::Machine;

passes 'nothing is wrong', append => 'selftest=on debug_entry=on init=' .
	'walk:quiet,hello,hostile:attacks,hostile:ldt,sweep:3';
passes 'nor with all else of hardening', cpu => 'EPYC', append =>
	'selftest=on debug_entry=on randomize_kstack_offset=on ' .
	'stack_erasing=on setcpuid=amd_ibrs mitigations=auto init=' .
	'walk:quiet,hello,hostile:attacks,hostile:ldt,sweep:3';

# What the debugger does at the check on entry, and on the way out; and what
# the panic then says.
my $frame = '((struct pt_regs *)$rdi)';
my $cpu = '((struct cpu *)$gs_base)';
my @entry = (
	['DF' => 'set $eflags |= 0x400', qr/on entry: DF is set/],
	['NT' => 'set $eflags |= 0x4000', qr/on entry: NT is set/],
	['AC' => 'set $eflags |= 0x40000', qr/on entry: AC is set/],
	['CS.RPL' => "set ${frame}->cs = 0x10",
		qr/on entry: cs is 0x10, which is not ring 3's/],
	['the GS base' => 'set $gs_base = 0x1000',
		qr/on entry: the GS base is not ring 0's, but 0x1000/],
	['CR3' => "set ${cpu}->current->mm.table.root_phys += 4096",
		qr/on entry: CR3 has 0x\w+, not the task's tables/],
	['TSS.RSP0' => "set ${cpu}->tss.rsp[0] += 16",
		qr/on entry: TSS.RSP0 is 0x\w+/],
	['the frame' => "set ${cpu}->current->stack_top += 4096",
		qr/on entry: pt_regs are at 0x\w+, not at the top/],
	['the stack' => 'set $rsp -= 64',
		qr/on entry: rsp is 0x\w+, not at pt_regs/],
);
# Two return addresses are where r9 and r8 were.
my $regs = '((struct pt_regs *)($rsp - 0x40))';
my @exit = (
	['IF' => 'set $eflags |= 0x200', qr/to ring 3: IF is set/],
	['DF' => 'set $eflags |= 0x400', qr/to ring 3: DF is set/],
	['NT' => 'set $eflags |= 0x4000', qr/to ring 3: NT is set/],
	['AC' => 'set $eflags |= 0x40000', qr/to ring 3: AC is set/],
	['CR3' => "set ${cpu}->current->mm.table.root_phys += 4096",
		qr/to ring 3: CR3 has 0x\w+, not the task's tables/],
	['the frame' => "set ${cpu}->current->stack_top += 4096",
		qr/to ring 3: pt_regs are at 0x/],
	['the GS base' => 'set $gs_base = 0x1000',
		qr/to ring 3: the GS base is not ring 0's, but 0x1000/],
	['CS.RPL' => "set ${regs}->cs = 0x10",
		qr/to ring 3: cs is 0x10, which is not ring 3's/],
	['interrupts of ring 3' => "set ${regs}->flags = 2",
		qr/to ring 3: ring 3 would have interrupts off/],
);

# Stops at the site in the call of ring 3's that comes first, and does it.
sub trip {
	my ($where, $site, $what, $command, $says) = @_;
	my $dir = tempdir(CLEANUP => 1);
	spew("$dir/trip.gdb", "hbreak *$site\ncontinue\ndelete\n$command\n" .
		"continue\n");
	my ($status, $output) = output(make('-s', 'gdb',
		'APPEND=debug_entry=on', 'PROGRAM=hello',
		"GDB_LOG=$dir/log", "GDB_ARGS=-batch -x $dir/trip.gdb"));
	like $output . slurp("$dir/log"), qr/# panic: debug_entry: .*$says/,
		"$where: $what";
	return;
}
trip('on entry', 'site_debug_entry', @$_) for @entry;
trip('on the way out', 'site_debug_exit', @$_) for @exit;
done_testing;
