#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# x32's calls: SYSCALL with a bit set in the number, which has a table of its
# own. This Linux may not have them, so the program says itself what is wrong:
# its exit status is 9.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $source = spew("$dir/x32.S", <<'END');
X32 = 0x40000000
	.globl	_start
_start:
	movl	$X32 + 1, %eax		/* write */
	movl	$1, %edi
	leal	text(%rip), %esi
	movl	$6, %edx
	syscall
	cmpl	$6, %eax
	jne	bad
	movl	$X32 + 516, %eax	/* writev, of two 32-bit iovecs */
	movl	$1, %edi
	leal	vector(%rip), %esi
	movl	$2, %edx
	syscall
	cmpl	$6, %eax
	jne	bad
	movl	$X32 + 20, %eax		/* x86-64's writev */
	syscall
	cmpl	$-38, %eax		/* ENOSYS */
	jne	bad
	movl	$X32 + 547, %eax
	syscall
	cmpl	$-38, %eax
	jne	bad
	movl	$X32 + 548, %eax
	syscall
	cmpl	$-38, %eax
	jne	bad
	movl	$-1, %eax
	syscall
	cmpl	$-38, %eax
	jne	bad
	movl	$39, %eax		/* getpid without the bit */
	syscall
	movl	%eax, %ebx
	movl	$X32 + 39, %eax
	syscall
	cmpl	%eax, %ebx
	jne	bad
	xorl	%edi, %edi
	jmp	1f
bad:	movl	$9, %edi
1:	movl	$X32 + 231, %eax	/* exit_group */
	syscall
	movl	$231, %eax		/* where there is no x32 */
	syscall
	.data
text:	.ascii	"hello\n"
	.balign	4
vector:	.long	text, 2, text + 2, 4
	.section .note.GNU-stack, "", @progbits
END
is system('gcc', qw(-mx32 -nostdlib -static -o), "$dir/x32", $source), 0,
	'a program for x32 is built';
# The same as a 64-bit program, for which no module is loaded.
is system('gcc', qw(-nostdlib -static -no-pie -o), "$dir/x64", $source), 0,
	'and for x86-64';

sub run_with {
	my ($options) = @_;
	my $image = esp_image('gatehouse.cfg' => "$options init=x64,x32\n",
		'initramfs.cpio' => cpio(map { [$_, slurp("$dir/$_")] }
			qw(x32 x64)));
	return boot(drive => $image,
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'])
		->{debugcon} =~ s/\r//gr;
}

my $log = run_with('');
like $log, qr/^not ok \d+ - x64 # exit code 9$/m,
	'a number with the bit is no call of a 64-bit program';
like $log, qr/^  hello\n  hello\n\# x32: writev \(20\) is not implemented
ok \d+ - x32$/m,
	'an x32 program has each call that it makes, and no other';
like $log, qr/^# returns: x32 +-> sysret +[1-9]/m,
	'its calls are counted as what they are';
# Its call comes by the last row of 64-bit code's table, then by its own.
my $traced = run_with('trace=strace');
like $traced, qr/^ok \d+ - x32$/m, 'with a trace: the same';
is scalar(() = $traced =~ /^# trace: \S+ +\S+ +syscall_0x40000001\(.*= 6$/mg),
	1, 'which has each call once';
done_testing;
