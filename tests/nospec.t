#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What speculation must not do shows in no run, so this reads the code. HAZARD
# sls: INT3 stands after each instruction of ring 0's assembly that always
# leaves. HAZARD spectre-v1: the index of each table that a number from ring 3
# indexes is masked, and a copy from ring 3 has a fence. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant LEAVES => qr/^(?:l?ret|iret|sysret|sysexit)|^jmpq?\s+\*/;

# Returns a file's instructions: { name => [instruction, ...], ... }, by symbol.
sub code {
	my ($file) = @_;
	my (%code, $name);
	for (qx(objdump -d --no-show-raw-insn $file)) {
		$name = $1 if /<(\S+)>:$/;
		push @{ $code{$name} }, $1 if /^\s*\w+:\t(?:rex\.W )?(\S.*)/;
	}
	return \%code;
}

my @objects = (glob(build('obj/ring0/ring0/*/*.S.o')),
	build('obj/efi/efi/handover.S.o'));
my $leaves = 0;
for my $object (@objects) {
	my $code = code($object);
	my @open;
	for my $name (sort keys %$code) {
		my @lines = @{ $code->{$name} };
		my @left = grep { $lines[$_] =~ LEAVES } 0 .. $#lines;
		$leaves += @left;
		push @open, map { "$name: $lines[$_]" }
			grep { ($lines[$_ + 1] // '') !~ /^int3/ } @left;
		# What follows a label's end is the next label.
		@open = grep { !/^entry_SYSCALL_(64|compat)_sysret\w:/ ||
			($code->{"entry_SYSCALL_$1_end"}[0] // '') !~ /^int3/
		} @open;
	}
	my $file = $object =~ s{.*/obj/\w+/}{}r =~ s/\.o$//r;
	is "@open", '', "$file: INT3 after each way out";
}
cmp_ok $leaves, '>=', 17, 'ways out are found';

# Each of these indexes a table by a number that ring 3 chose.
my %masked = (
	file_get => 'a descriptor',
	file_share_as => 'the descriptor of dup2, dup3 and fcntl',
	file_close => 'the descriptor of close',
	file_close_on_exec => 'the descriptor of F_GETFD',
	file_set_close_on_exec => 'the descriptor of F_SETFD',
	signal_change_action => 'the signal of rt_sigaction',
	signal_send_to => 'the signal of kill, tkill and tgkill',
	ldt_write => 'the entry of modify_ldt',
	'sys_ni_syscall|tell_now' => 'the number of a call that there is not',
	'exit_to_user_slow|(?:count_and_)?observe\w*' =>
		'the number of an observed call',
);
my $ring0 = code(build('ring0.elf'));
for my $pattern (sort keys %masked) {
	my $text = join "\n", map { @{ $ring0->{$_} } }
		grep { /^(?:$pattern)$/ } keys %$ring0;
	like $text, qr/^cmpq?\b.*\nsbbq?\s+(%\w+),\s*\1\n(?:.*\n){0,4}and/m,
		"$masked{$pattern} is masked";
}
like join("\n", @{ $ring0->{$_} }), qr/^mov\s+\$0x\w+,%edx\n
	cmp\s+%edx,%eax\ncmova\s+%edx,%eax$/mx, "$_: so is the call's number"
	for qw(entry_SYSCALL_64_has_stack entry_SYSCALL_compat_has_stack
		entry_int80_push);
like join("\n", @{ $ring0->{copy_from_user} }), qr/^lfence$/m,
	'copy_from_user: a fence between access_ok() and the copy';
done_testing;
