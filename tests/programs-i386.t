#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# 32-bit programs that nobody here wrote, and a few that are: each prints what
# the same file prints on this Linux, byte for byte, and ends with the same
# status.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);

sub compile {
	my ($name, $source, @flags) = @_;
	my $file = spew("$dir/$name.S", $source);
	my ($status, $output) = output(qw(gcc -m32 -nostdlib), @flags, '-o',
		"$dir/$name", $file);
	is $status, 0, "$name is built" or diag $output;
	return "$dir/$name";
}

# Its first word on the stack is the exit status. No libc, no relocations.
my $freestanding = <<'END';
	.globl	_start
_start:
	call	1f
1:	popl	%ecx
	addl	$text - 1b, %ecx
	movl	$4, %eax	/* write */
	movl	$1, %ebx
	movl	$6, %edx
	int	$0x80
	movl	$1, %eax	/* exit */
	popl	%ebx		/* argc */
	int	$0x80
text:	.ascii	"hello\n"
	.section .note.GNU-stack, "", @progbits
END
my %file = (
	bare => compile('bare', $freestanding, '-static'),
	moves => compile('moves', $freestanding, '-static-pie'),
);
my @rows = (['bare'], [qw(bare one two)], [qw(moves one)]);

# A file for another machine: e_machine is byte 18, and 183 is AArch64's.
my $other = slurp($file{bare});
substr($other, 18, 2) = pack 'S<', 183;

my $image = esp_image(
	'gatehouse.cfg' => 'init=' . join(',', (map { join ':', @$_ } @rows),
		'other') . "\n",
	'initramfs.cpio' => cpio(['other', $other],
		map { [$_, slurp($file{$_})] } sort keys %file));
my $run = boot(drive => $image,
	args => ['-device', 'ide-hd,drive=disk,bootindex=0']);
my $log = $run->{debugcon} =~ s/\r//gr;
like $log, qr/^not ok \d+ - other # cannot run: for AArch64, not for /m,
	'a program for another machine is refused by its name';

# The log has a program's lines with two blanks before them, and its result
# after them.
my (%said, %ended);
my $text = '';
for (split /^/, $log) {
	if (/^((?:not )?ok) \d+ - (.*?)(?: # (.*))?$/) {
		$said{$2} = $text;
		$ended{$2} = $3 // $1;
		$text = '';
	} elsif (!/^#/) {
		$text .= s/^  //r;
	}
}

for my $row (@rows) {
	my ($name, @arguments) = @$row;
	my ($status, $output) = output($file{$name}, @arguments);
	my $init = join ':', @$row;
	is $said{$init}, $output, "$init: prints what it does on Linux";
	is $ended{$init}, $status ? "exit code $status" : 'ok',
		"$init: ends as on Linux";
}
done_testing;
