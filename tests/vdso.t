#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The 32-bit vDSO: from each of its instructions a program can unwind. One that
# calls it crosses by the gate that is best on the CPU, or by int 0x80 where
# vdso32=0 leaves it out. And SYSENTER's convention holds against a caller who
# lies.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $whole = build('vdso/vdso32.so.whole');
my $dir = tempdir(CLEANUP => 1);

# It is what programs look for.
my ($status, $symbols) = output('readelf', '-W', '--dyn-syms', '--segments',
	build('vdso/vdso32.so'));
like $symbols, qr/ FUNC +GLOBAL .* $_\@\@LINUX_2\.5$/m, "$_ is exported"
	for qw(__kernel_vsyscall __kernel_sigreturn __kernel_rt_sigreturn);
like $symbols, qr/^ +LOAD +0x0+ 0x0+ 0x0+ \S+ \S+ R E /m,
	'one segment, readable and executable';
unlike $symbols, qr/^ +LOAD .* RWE? /m, 'and none is writable';

# Call frames, as a debugger reads them: by address, the rule of each register.
my (%rules, @columns);
my ($frames_status, $frames) =
	output('readelf', '--debug-dump=frames-interp', $whole);
for (split /\n/, $frames) {
	@columns = split if /^ +LOC +CFA/;
	my ($address, @values) = split;
	next if !/^[0-9a-f]{8} (?:esp|exp)/;
	@{ $rules{hex $address} }{@columns[1 .. $#columns]} = @values;
}
sub rules_at {
	my ($address) = @_;
	my ($row) = grep { $_ && $_ <= $address }
		sort { $b <=> $a } keys %rules;
	return $rules{$row};
}

# What stands in the function, executed with a pencil: where esp is below the
# frame's address, and where the registers are that it has pushed.
my ($code_status, $code) = output('objdump', '-d', '--no-show-raw-insn',
	$whole);
sub instructions {
	my ($from, $to) = @_;
	my ($part) = $code =~ /^\w+ <$from>:\n(.*?)^\w+ <$to>:$/ms;
	return $part =~ /^\s*(\w+):\s+(\S.*?)\s*$/mg;
}
my ($depth, %saved) = (4);
my @path = map { instructions(@$_) } ['__kernel_vsyscall', 'vdso32_gate'],
	['vdso32_gate', 'vdso32_landing_pad'],
	['vdso32_landing_pad', 'vdso32_by_sysenter'];
my $count = 0;
while (my ($address, $instruction) = splice @path, 0, 2) {
	my $rule = rules_at(hex $address);
	my %want = (CFA => "esp+$depth", ra => 'c-4',
		map { $_ => $saved{$_} // 'u' } qw(ecx edx ebp));
	is_deeply $rule, \%want, "0x$address, $instruction: unwinds";
	$count++;
	if ($instruction =~ /^push +%(\w+)/) {
		$depth += 4;
		$saved{$1} = "c-$depth";
	} elsif ($instruction =~ /^pop +%(\w+)/) {
		is delete $saved{$1}, "c-$depth", "$1 is what was pushed last";
		$depth -= 4;
	}
}
cmp_ok $count, '>=', 12, 'each instruction was looked at';
is $depth, 4, 'and the stack is as it was';
for (['vdso32_by_sysenter', 'vdso32_by_syscall', 'sysenter'],
	['vdso32_by_syscall', '__kernel_sigreturn', 'syscall']) {
	my ($from, $to, $gate) = @$_;
	my %code = instructions($from, $to);
	my $text = join "\n", map { $code{$_} } sort keys %code;
	like $text, qr/^$gate$/m, "$from: the gate";
	unlike $text, qr/\b(?:push|pop|call|ret)\b|,%esp$/m,
		"$from: leaves esp alone";
}

# Signal frames: each register is where Linux's struct has it.
my $offsets = spew("$dir/offsets.c", <<'END');
#include <stddef.h>
#include <stdio.h>
#include <asm/sigcontext.h>
#define SHOW(r) printf(#r " %zu\n", offsetof(struct sigcontext_32, r))
int main(void)
{
	SHOW(ax); SHOW(cx); SHOW(dx); SHOW(bx); SHOW(sp); SHOW(bp); SHOW(si);
	SHOW(di); SHOW(ip);
}
END
is system('gcc', '-o', "$dir/offsets", $offsets), 0, 'Linux\'s struct is known';
my %offset = split ' ', qx($dir/offsets);
my ($dump_status, $dump) = output('readelf', '--debug-dump=frames', $whole);
my @signal_frames = split /DW_CFA_def_cfa_expression/, $dump;
shift @signal_frames;
# Of sigreturn before and after its POP; of rt_sigreturn.
for my $sc (4, 0, 3 * 4 + 128 + 20) {
	my %at = map { $_ => $sc + $offset{$_} } keys %offset;
	my $text = shift @signal_frames;
	my ($cfa) = $text =~ /^ \(DW_OP_breg4 \(esp\): (\d+); DW_OP_deref\)/;
	my %found = $text =~
		/\(e(\w\w)\) \(DW_OP_breg4 \(esp\): (\d+)\)/g;
	is_deeply { %found, sp => $cfa }, \%at,
		"a signal's frame with the registers at esp + $sc: unwinds";
}

# A program without a C library, which calls what AT_SYSINFO says or, without
# it, int 0x80. Its exit status is 9 if a register does not come back.
my $source = <<'END';
	.globl	_start
_start:
	movl	%esp, %esi
	movl	(%esi), %ecx
	leal	8(%esi,%ecx,4), %esi	/* envp */
1:	lodsl
	testl	%eax, %eax
	jnz	1b
2:	lodsl				/* auxv */
	movl	%eax, %edx
	lodsl
	testl	%edx, %edx
	jz	3f
	cmpl	$32, %edx		/* AT_SYSINFO */
	jne	2b
	movl	%eax, sysinfo
	jmp	2b
3:	movl	$4, %eax		/* write */
	movl	$1, %ebx
	movl	$text, %ecx
	movl	$6, %edx
	movl	$0x600d600d, %ebp
	cmpl	$0, sysinfo
	je	4f
	call	*sysinfo
	jmp	5f
4:	int	$0x80
5:	movl	$9, %ebx
	cmpl	$6, %eax
	jne	6f
	cmpl	$text, %ecx
	jne	6f
	cmpl	$6, %edx
	jne	6f
	cmpl	$0x600d600d, %ebp
	jne	6f
	xorl	%ebx, %ebx
6:	movl	$1, %eax		/* exit */
	int	$0x80
	.data
text:	.ascii	"hello\n"
sysinfo: .long	0
	.section .note.GNU-stack, "", @progbits
END

# Two signals to itself, whose handlers name no restorer: so they return to the
# vDSO, to __kernel_sigreturn, and with a siginfo to __kernel_rt_sigreturn.
my $handlers = <<'END';
	.macro	SIGNAL flags
	movl	$\flags, flags
	movl	$174, %eax		/* rt_sigaction */
	movl	$10, %ebx		/* SIGUSR1 */
	movl	$action, %ecx
	xorl	%edx, %edx
	movl	$8, %esi
	int	$0x80
	testl	%eax, %eax
	jnz	bad
	movl	$20, %eax		/* getpid */
	int	$0x80
	movl	%eax, %ebx
	movl	$37, %eax		/* kill */
	movl	$10, %ecx
	movl	$0x600d600d, %ebp
	int	$0x80
	testl	%eax, %eax
	jnz	bad
	cmpl	$0x600d600d, %ebp
	jne	bad
	.endm

	.globl	_start
_start:
	SIGNAL	0
	SIGNAL	4			/* SA_SIGINFO */
	xorl	%ebx, %ebx
	cmpl	$2, count
	je	1f
bad:	movl	$9, %ebx
1:	movl	$1, %eax		/* exit */
	int	$0x80
handler:
	incl	count
	movl	$0x0bad0bad, %ebp
	ret
	.data
action:	.long	handler
flags:	.long	0, 0, 0, 0
count:	.long	0
	.section .note.GNU-stack, "", @progbits
END
my %text = (hello32 => $source, signal32 => $handlers);
is system('gcc', qw(-m32 -nostdlib -static -o), "$dir/$_",
	spew("$dir/$_.S", $text{$_})), 0, "$_ is built" for sort keys %text;

sub run_program {
	my ($name, $cpu, $options) = @_;
	my $image = esp_image('gatehouse.cfg' => "$options init=$name\n",
		'initramfs.cpio' => cpio([$name, slurp("$dir/$name")]));
	return boot(drive => $image, cpu => $cpu, args =>
		['-device', 'ide-hd,drive=disk,bootindex=0'])->{debugcon};
}

# What the log counts at its end: which gate, and which return.
sub crosses_by {
	my ($cpu, $options, $returns) = @_;
	my $log = run_program('hello32', $cpu, $options);
	like $log, qr/^ok \d+ - hello32\r?$/m, "$cpu $options: it runs";
	is_deeply [$log =~ /^# returns: (\w+ +-> \w+) +\d+ /mg], [$returns],
		"$cpu $options: $returns";
	return;
}
crosses_by('Skylake-Client', 'vdso32=1', 'sysenter32 -> sysexit');
crosses_by('EPYC', 'vdso32=1', 'syscall32 -> sysret');
crosses_by('Skylake-Client', 'vdso32=0', 'int80     -> iret');

like run_program('signal32', 'Skylake-Client', 'vdso32=1'),
	qr/^ok \d+ - signal32\r?$/m, 'handlers return by way of the vDSO';

my $log = passes 'SYSENTER by Linux\'s convention',
	append => 'vdso32=1 init=vsyscall';
is scalar(grep { $_->{name} =~ /^vsyscall: / and $_->{note} !~ /SKIP/ }
	$log->flat), 9, 'all of its rows were run';
fails 'without vdso32=1', { vsyscall => qr/exit code 1/ },
	append => 'init=vsyscall';
done_testing;
