#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# finish.pl LOADER.SO BOOTX64.EFI: does to the PE file what objcopy cannot: it
# sets NX_COMPAT and clears the time stamp. It fails if objcopy has silently
# dropped relocations, or if a section is both writable and executable.
use strict;
use warnings;

# Offsets and bits of the PE/COFF specification.
use constant {
	LFANEW                => 0x3c, # in the DOS header
	TIME_DATE_STAMP       => 8,    # from the signature "PE\0\0" on
	OPTIONAL_HEADER_SIZE  => 20,
	OPTIONAL_HEADER       => 24,
	CHECKSUM              => 64,   # from the optional header on
	DLL_CHARACTERISTICS   => 70,
	NX_COMPAT             => 0x100,
	SECTION_HEADER_SIZE   => 40,
	SECTION_CHARACTERISTICS => 36, # from a section's header on
	MEM_EXECUTE           => 0x20000000,
	MEM_WRITE             => 0x80000000,
	ELFCLASS64            => 2, # in an ELF file's header
};

my ($elf_path, $pe_path) = @ARGV;

sub fail { die "$pe_path: @_\n" }

sub slurp {
	my ($path) = @_;
	open my $file, '<:raw', $path or die "$path: $!\n";
	local $/;
	return scalar <$file>;
}

# The names of an ELF file's sections that are not empty.
sub elf_sections {
	my ($elf) = @_;
	my $wide = unpack('x4 C', $elf) == ELFCLASS64;
	my ($table) = unpack $wide ? 'x40 Q<' : 'x32 L<', $elf;
	my ($size, $count, $names) = unpack $wide ? 'x58 S<3' : 'x46 S<3', $elf;
	my @headers = map {
		[unpack $wide ? 'L< L< Q< Q< Q< Q<' : 'L<6',
			substr $elf, $table + $_ * $size, $size]
	} 0 .. $count - 1;
	my $strings = $headers[$names][4];
	return map { unpack 'Z*', substr $elf, $strings + $_->[0], 64 }
		grep { $_->[5] } @headers;
}

my $pe = slurp($pe_path);
my $start = unpack 'L<', substr $pe, LFANEW, 4;
substr($pe, $start, 4) eq "PE\0\0" or fail 'not a PE file';
my $sections = unpack 'S<', substr $pe, $start + 6, 2;
my $optional = $start + OPTIONAL_HEADER;
my $headers = $optional +
	unpack 'S<', substr $pe, $start + OPTIONAL_HEADER_SIZE, 2;

my %in_pe;
for my $i (0 .. $sections - 1) {
	my $header = substr $pe, $headers + $i * SECTION_HEADER_SIZE,
		SECTION_HEADER_SIZE;
	my $name = unpack 'Z8', $header;
	my $rights = unpack 'L<', substr $header, SECTION_CHARACTERISTICS, 4;
	$in_pe{$name} = 1;
	fail "section $name is both writable and executable"
		if $rights & MEM_EXECUTE and $rights & MEM_WRITE;
}
for my $name (grep { /^\.rela?(?!oc)/ } elf_sections(slurp($elf_path))) {
	fail "the relocations in $name are missing" if !$in_pe{$name};
}
fail 'no section .reloc: firmware would not load it' if !$in_pe{'.reloc'};

substr($pe, $start + TIME_DATE_STAMP, 4) = pack 'L<', 0;
substr($pe, $optional + CHECKSUM, 4) = pack 'L<', 0;
my $flags = unpack 'S<', substr $pe, $optional + DLL_CHARACTERISTICS, 2;
substr($pe, $optional + DLL_CHARACTERISTICS, 2) =
	pack 'S<', $flags | NX_COMPAT;

open my $out, '>:raw', $pe_path or fail $!;
print $out $pe;
close $out or fail $!;
