#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A machine check from outside (QEMU's monitor command mce) at an instruction
# where gdb has stopped: in ring 3, in a handler, between two programs, and
# where ring 0 still has ring 3's stack or GS base. Each must end in a report
# that says where, and what the CPU has noted.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Log;
use Gatehouse::Machine;

# Bank 1's status: VAL, UC, EN, ADDRV, PCC, internal timer error. And MCG's
# MCIP.
use constant { STATUS => '0xb600000000000400', ADDRESS => '0x12345678' };
my $mce = join ' ', 'mce 0 1', STATUS, '0x4', ADDRESS, '0';

my $from_hello = qr/from hello at 0x4\w+/;
my $window = qr/^# panic: in the SYSCALL window/m;

# For each case where it comes, and what else the report must say.
my @places = (
	['entry_SYSCALL_64', $window],
	['entry_SYSCALL_64_has_stack',
		qr/^#   \w+ entry_SYSCALL_64_has_stack\+0$/m],
	['entry_SYSCALL_64_last_pop', $window],
	['entry_SYSCALL_64_sysretq', $window],
	['__x64_sys_getpid', qr/^#   \w+ sys_getpid\+0$/m,
		qr/^# gate: SYSCALL, $from_hello: call 39, sys_getpid\(\)/m],
	['check_base', qr/^# gate: none, it was handling #MC .* $from_hello/m],
	['boot_time_end', qr/^#   \w+ boot_time_end\+0$/m,
		qr/^# gate: none, ring 0 was on its own$/m],
);

for (@places) {
	my ($place, @says) = @$_;
	my $dir = tempdir(CLEANUP => 1);
	my @commands = ('delete', "hbreak *(long)$place", 'continue', 'delete',
		'info registers rip', "monitor $mce", 'continue');
	my ($status, $said) = output(make('-s', 'gdb', 'PROGRAM=hello',
		"GDB_LOG=$dir/log", 'APPEND=init=hello,hello',
		join ' ', 'GDB_ARGS=-batch', map { "-ex '$_'" } @commands));
	my $log = Gatehouse::Log->new(slurp("$dir/log"), cut_short => 1);
	my ($at) = $said =~ /^rip +(0x\w+)/m;
	is_deeply $log->{faults}, [], "$place: the log is as it must be";
	is $log->{end}, 'FAIL', "$place: ring 0 ends";
	like $log->{text}, $_, "$place: it says where and why"
		for qr/^# panic: #MC machine check at rip $at, /m, @says;
	unlike $log->{text}, qr/the GS base is not ring 0's/,
		"$place: the entry has loaded the right GS base";
	my ($bank) = $log->{text} =~ /^# machine check: (.*)$/m;
	is $bank, "MSR 0x405: status @{[STATUS]}, address @{[ADDRESS]}",
		"$place: with what the CPU has noted";
	diag $said, $log->{text} if !Test::More->builder->is_passing;
}
done_testing;
