#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Makes a C header of a console font: the glyphs of printable ASCII, a byte a
# line, of a PSF file (version 1, 8 pixels wide) that gzip has compressed.
#
#   font.pl FONT.psf.gz > font.h
use strict;
use warnings;

use constant { HEADER => 4, MAGIC => "\x36\x04", HEIGHT => 16 };
use constant { MODE_512 => 1, MODE_TABLE => 2 };
use constant { END_OF_GLYPH => 0xffff, SEQUENCE => 0xfffe };

my ($path) = @ARGV;
open my $pipe, '-|', 'gzip', '-dc', $path or die "font.pl: gzip: $!\n";
binmode $pipe;
my $font = do { local $/; <$pipe> };
close $pipe or die "font.pl: $path: gzip cannot read it\n";

my ($magic, $mode, $height) = unpack 'a2 C C', $font;
die "font.pl: $path: no PSF file of version 1\n" if $magic ne MAGIC;
die "font.pl: $path: a glyph has $height lines, not 16\n"
	if $height != HEIGHT;
die "font.pl: $path: it does not say which glyph is which character\n"
	if !($mode & MODE_TABLE);
my $glyphs = $mode & MODE_512 ? 512 : 256;

# The table: for each glyph its characters, then sequences of several.
my (%glyph_of, $sequence);
my $glyph = 0;
for my $unit (unpack 'v*', substr $font, HEADER + $glyphs * HEIGHT) {
	if ($unit == END_OF_GLYPH) {
		$glyph++;
		$sequence = 0;
	} elsif ($unit == SEQUENCE) {
		$sequence = 1;
	} elsif (!$sequence) {
		$glyph_of{$unit} //= $glyph;
	}
}

print "/* Made by ring0/log/font.pl of $path. */\n";
print "static const unsigned char font['~' - ' ' + 1][16] = {\n";
for my $character (0x20 .. 0x7e) {
	my $index = $glyph_of{$character} //
		die sprintf "font.pl: $path: no glyph for %#x\n", $character;
	my @lines = unpack 'C*',
		substr $font, HEADER + $index * HEIGHT, HEIGHT;
	printf "\t{ %s },\n", join ', ', map { sprintf '0x%02x', $_ } @lines;
}
print "};\n";
