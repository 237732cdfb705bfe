#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# An initramfs of programs that are none: each gets a clear line of its own,
# and the next one runs.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

# Offsets in Elf64_Ehdr and Elf64_Phdr (ELF-64 Object File Format).
use constant {
	EI_CLASS => 4, EI_DATA => 5, E_TYPE => 16, E_MACHINE => 18,
	E_ENTRY => 24, E_PHOFF => 32, E_PHENTSIZE => 54, E_PHNUM => 56,
	P_FLAGS => 4, P_OFFSET => 8, P_VADDR => 16, P_FILESZ => 32,
	P_MEMSZ => 40, PHENTSIZE => 56,
	ELFCLASS32 => 1, ELFDATA2MSB => 2, ET_DYN => 3, EM_ARM => 40,
	PF_RWX => 7,
};

my $good = slurp(build('initramfs/hello'));
my $phoff = unpack 'Q<', substr $good, E_PHOFF, 8;
my $second = $phoff + PHENTSIZE;

sub with {
	my ($offset, $template, $value) = @_;
	my $bytes = $good;
	my $field = pack $template, $value;
	substr($bytes, $offset, length $field) = $field;
	return $bytes;
}

my %bad = (
	empty => '',
	text => "#!/bin/sh\necho no program\n",
	header => substr($good, 0, 40),
	truncated => substr($good, 0, length($good) / 2),
	elf32 => with(EI_CLASS, 'C', ELFCLASS32),
	bigendian => with(EI_DATA, 'C', ELFDATA2MSB),
	arm => with(E_MACHINE, 'S<', EM_ARM),
	shared => with(E_TYPE, 'S<', ET_DYN),
	overlap => with($second + P_VADDR, 'Q<',
		unpack 'Q<', substr $good, $phoff + P_VADDR, 8),
	huge => with($second + P_MEMSZ, 'Q<', 1 << 46),
	wrapping => with($second + P_MEMSZ, 'Q<', ~0),
	outside => with($second + P_OFFSET, 'Q<', length $good),
	kernel => with($second + P_VADDR, 'q<', -(1 << 31)),
	loop => with(E_PHENTSIZE, 'S<', 0),
	itself => with(E_PHOFF, 'Q<', 0),
	many => with(E_PHNUM, 'S<', 0xffff),
	behind => with(E_PHOFF, 'Q<', ~0 - 63),
	wx => with($second + P_FLAGS, 'L<', PF_RWX),
	entry => with(E_ENTRY, 'Q<', 0x1000),
);
my @names = sort keys %bad;
my $image = esp_image(
	'gatehouse.cfg' => 'init=' . join(',', @names, 'hello') . "\n",
	'initramfs.cpio' => cpio((map { [$_, $bad{$_}] } @names),
		['hello', $good]));

my $log = fails 'programs that are none', { map { $_ => qr/./ } @names },
	drive => $image, args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
my %result = map { $_->{name} => $_ } $log->flat;
my %name_of;
push @{ $name_of{$result{$_}{note}} }, $_ for grep { $result{$_} } @names;
diag "$_: @{$name_of{$_}}" for grep { @{ $name_of{$_} } > 2 } keys %name_of;
ok $result{hello}{ok}, 'the good one behind them runs';
done_testing;
