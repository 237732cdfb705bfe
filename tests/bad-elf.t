#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A file that is no valid program must not stop the boot: each gets a clear line
# of its own, and the next program runs.
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
	ELFCLASS32 => 1, ELFDATA2MSB => 2, ET_REL => 1, EM_ARM => 40,
	PF_RWX => 7,
};

my $good = slurp(build('stripped/hello'));
my $phoff = unpack 'Q<', substr $good, E_PHOFF, 8;
my $second = $phoff + PHENTSIZE;

sub with {
	my ($offset, $template, $value) = @_;
	my $bytes = $good;
	my $field = pack $template, $value;
	substr($bytes, $offset, length $field) = $field;
	return $bytes;
}

# For each file its bytes, and the reason that the log must give.
my %bad = (
	empty => ['', qr/ends inside the ELF header, at byte 0/],
	header => [substr($good, 0, 40),
		qr/ends inside the ELF header, at byte 40/],
	text => ["# no program\n" x 100, qr/not an ELF file/],
	truncated => [substr($good, 0, length($good) / 2),
		qr/a segment reaches past the end of the file/],
	elf32 => [with(EI_CLASS, 'C', ELFCLASS32),
		qr/wrong size of the ELF header/],
	bigendian => [with(EI_DATA, 'C', ELFDATA2MSB),
		qr/not a little-endian ELF/],
	arm => [with(E_MACHINE, 'S<', EM_ARM), qr/for ARM, not for x86-64/],
	object => [with(E_TYPE, 'S<', ET_REL), qr/not a static executable/],
	overlap => [with($second + P_VADDR, 'Q<',
		unpack 'Q<', substr $good, $phoff + P_VADDR, 8),
		qr/two segments overlap/],
	huge => [with($second + P_MEMSZ, 'Q<', 1 << 46), qr/too much memory/],
	wrapping => [with($second + P_MEMSZ, 'Q<', ~0),
		qr/past the addresses allowed/],
	outside => [with($second + P_OFFSET, 'Q<', length $good),
		qr/past the end of the file/],
	kernel => [with($second + P_VADDR, 'q<', -(1 << 31)),
		qr/outside the addresses allowed/],
	loop => [with(E_PHENTSIZE, 'S<', 0),
		qr/wrong size of a program header/],
	itself => [with(E_PHOFF, 'Q<', 0), qr/overlap the ELF header/],
	many => [with(E_PHNUM, 'S<', 0xffff), qr/headers reach past the end/],
	beyond => [with(E_PHOFF, 'Q<', ~0 - 63),
		qr/headers reach past the end/],
	wx => [with($second + P_FLAGS, 'L<', PF_RWX),
		qr/both writable and executable/],
	entry => [with(E_ENTRY, 'Q<', 0x1000), qr/entry point is not in/],
);
my @names = sort keys %bad;
my $image = esp_image(
	'gatehouse.cfg' => 'init=' . join(',', @names, 'hello') . "\n",
	'initramfs.cpio' => cpio((map { [$_, $bad{$_}[0]] } @names),
		['hello', $good]));

my $log = fails 'programs that are none', { map { $_ => $bad{$_}[1] } @names },
	drive => $image, args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
ok +(grep { $_->{name} eq 'hello' && $_->{ok} } $log->flat),
	'the good program after them runs';
done_testing;
