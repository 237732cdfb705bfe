#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# No register holds a value of ring 3's when ring 0's C code starts, or it could
# feed speculation. gdb looks, by every gate and by an exception, while walk has
# a distinct value in each register. And ring 3's DF, NT and AC are clear when
# the C code of an exception starts, and so is the AC of ring 0's own copies.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

# The stub passes rdi, rsi, rdx and rax to C, so these are not looked at.
my @registers = qw(rcx rbx rbp r8 r9 r10 r11 r12 r13 r14 r15);
my @functions = qw(dispatch_syscall dispatch_sysenter dispatch_int80
	exception_from_ring3);

# Stops at each function the first time that pt_regs has a value in all these
# registers: then ring 3 had one there. Of 32-bit code's SYSCALL it has fewer;
# hostile loads all registers at once.
sub have_values { join ' && ', map { "((struct pt_regs *)\$rdi)->$_ != 0" } @_ }
my $full = have_values(qw(r15 r14 r13 r12 bp bx r11 r10 r9 r8 cx));
my $full_32 = have_values(qw(bp bx r11 cx dx si di));
my $values = join ', ', map { "\$$_" } @registers;
my $format = join ' ', map { "$_=%lx" } @registers;
sub look_at {
	my ($function, $n, $had) = @_;
	return "break *$function if $had\ncommands\nsilent\n" .
		"printf \"look $function $format\\n\", $values\n" .
		"delete $n\ncontinue\nend\n";
}
my ($script, $n) = ('', 2);
$script .= look_at($_, $n++, $full) for @functions;

# Runs a machine under gdb with a script of breakpoints. Returns gdb's output.
sub look {
	my ($script, @make) = @_;
	my $dir = tempdir(CLEANUP => 1);
	spew("$dir/look.gdb", "delete 1\n${script}continue\n");
	my $run = supervise("$dir/output", undef, $dir, make('-s', 'gdb',
		@make, "GDB_ARGS=-batch -x $dir/look.gdb"));
	is $run->{timed_out}, 0, 'gdb comes to its end';
	return slurp("$dir/output");
}

my $output = look($script, 'APPEND=init=walk:quiet');
sub is_cleared {
	my ($function, $output) = @_;
	my ($look) = $output =~ /^look $function (.*)$/m;
	# entry_paranoid keeps the vector there, and walk's first such is #DB.
	$look =~ s/\brbx=1\b/rbx=0/ if $function =~ /exception/;
	is $look, join(' ', map { "$_=0" } @registers),
		"$function: nothing of ring 3's";
	return;
}
is_cleared($_, $output) for @functions;

# Stops at each function the first time that the interrupted code had all these
# flags set.
use constant { DF => 0x400, NT => 0x4000, AC => 0x40000 };
my %interrupted = (exception_from_ring3 => DF | NT | AC,
	paranoid_from_ring0 => DF | NT | AC, exception_from_ring0 => AC);
($script, $n) = ('', 2);
for my $function (sort keys %interrupted) {
	my $had = sprintf '(((struct pt_regs *)$rdi)->flags & %1$d) == %1$d',
		$interrupted{$function};
	$script .= "break *$function if $had\ncommands\nsilent\n" .
		"printf \"look $function %d\\n\", \$eflags\n" .
		"delete $n\ncontinue\nend\n";
	$n++;
}
my $flags = look($script, 'PROGRAM=hostile',
	'APPEND=selftest=on init=hostile:privileged,hostile:attacks');
for my $function (sort keys %interrupted) {
	my ($look) = $flags =~ /^look $function (\d+)$/m;
	is(($look // -1) & (DF | NT | AC), 0,
		"$function: DF, NT and AC are clear, and were not");
}

# AMD's CPUs have SYSCALL in 32-bit code.
my $syscall_32 = look(look_at('dispatch_syscall_32', 2, $full_32),
	'CPU=EPYC', 'PROGRAM=hostile',
	'APPEND=selftest=on init=hostile:attacks');
is_cleared('dispatch_syscall_32', $syscall_32);

# An NMI inside ring 0, as long as the registers have what ring 3 chose: the
# sweep has one at the gate's first instruction. r8 and rcx are what the entry
# itself leaves: the GS base, and its MSR.
my $nmi = 'look paranoid_from_ring0';
my @kept_clear = grep { !/^r(?:8|cx)$/ } @registers;
my $from_ring0 = look("break *paranoid_from_ring0 if \$rsi == 2 && $full\n" .
	"commands\nsilent\nprintf \"$nmi " .
	join(' ', map { "$_=%lx" } @kept_clear) . "\\n\", " .
	join(', ', map { "\$$_" } @kept_clear) . "\ndelete 2\ncontinue\nend\n",
	'PROGRAM=sweep', 'APPEND=selftest=on init=sweep:1');
my ($seen) = $from_ring0 =~ /^$nmi (.*)$/m;
is $seen, join(' ', map { "$_=0" } @kept_clear),
	'an NMI inside ring 0: nothing of ring 3\'s';

diag $output, $flags, $syscall_32 if !Test::More->builder->is_passing;
done_testing;
