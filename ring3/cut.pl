#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# cut.pl PROGRAM...: takes the section headers off each ELF64 file, in place.
# A program is loaded by its program headers; the others only take space in the
# initramfs. (GNU binutils 2.41 has --strip-section-headers for it.)
use strict;
use warnings;

# Elf64_Ehdr's and Elf64_Phdr's offsets.
use constant { E_PHOFF => 32, E_SHOFF => 40, E_PHENTSIZE => 54, E_PHNUM => 56,
	E_SHENTSIZE => 58, P_OFFSET => 8, P_FILESZ => 32 };

sub word {
	my ($bytes, $offset, $format) = @_;
	return unpack $format, substr($bytes, $offset, 8);
}

for my $path (@ARGV) {
	open my $in, '<:raw', $path or die "$path: $!\n";
	my $elf = do { local $/; <$in> };
	$elf =~ /^\x7fELF\x02/ or die "$path: not an ELF64 file\n";
	my $end = 0;
	for my $i (0 .. word($elf, E_PHNUM, 'v') - 1) {
		my $at = word($elf, E_PHOFF, 'Q<') +
			$i * word($elf, E_PHENTSIZE, 'v');
		my $size = word($elf, $at + P_FILESZ, 'Q<');
		my $stop = word($elf, $at + P_OFFSET, 'Q<') + $size;
		$end = $stop if $size and $stop > $end;
		# What has no bytes in the file needs none before them.
		substr($elf, $at + P_OFFSET, 8) = pack 'Q<', 0 if !$size;
	}
	substr($elf, E_SHOFF, 8) = pack 'Q<', 0;
	substr($elf, E_SHENTSIZE, 6) = pack 'v3', 0, 0, 0; # and number, names
	open my $out, '>:raw', $path or die "$path: $!\n";
	print $out substr $elf, 0, $end;
	close $out or die "$path: $!\n";
}
