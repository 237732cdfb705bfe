# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the screen of a machine back into text: QEMU writes a picture of it
# (QMP's screendump), and each cell of it is compared, dot by dot, with the font
# that ring 0 was built with. A cell that is no character of it is "\x7f".
package Gatehouse::Screen;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Machine;
use Gatehouse::Monitor;

our @EXPORT = qw(photograph papers);

use constant { COLUMNS => 80, ROWS => 25, WIDTH => 8, HEIGHT => 16, BIG => 7 };
use constant { VERDICT_ROW => 18, NO_CHARACTER => "\x7f" };

# Boots a machine that halts at its end, and photographs it then. display: the
# id of the display's device, if there are several. Returns the run, and the
# screen: {width}, {height}, {scale}, {rows} (text), {paper} (of each row: the
# color of its first pixel), {verdict} (the large text), {picture} (its pixels),
# {ppm} (the picture's file).
sub photograph {
	my (%machine) = @_;
	my $picture;
	my $run = boot(%machine,
		append => 'exit=halt ' . ($machine{append} // ''),
		until => qr/^# gatehouse: end: .*\n/m,
		then => sub { $picture = _dump($_[0], $machine{display}) });
	return $run, defined $picture ? _read($picture) : undef;
}

sub _dump {
	my ($dir, $display) = @_;
	sleep 1; # the page's end comes after the log's
	my $monitor = Gatehouse::Monitor->new("$dir/qmp") or
		die "QEMU does not answer\n";
	$monitor->ask('screendump', filename => "$dir/ppm",
		$display ? (device => $display) : ()) or
		die "QEMU takes no picture\n";
	return slurp("$dir/ppm");
}

# Returns the font: a character's dots, a string of 128 bits, to the character.
sub _font {
	my %character;
	my $code = 0x20;
	for (slurp(build('gen/font.h')) =~ /\{ (0x.*?) \}/g) {
		my $dots = join '', map { sprintf '%08b', hex } split /, /;
		$character{$dots} = chr $code++;
	}
	return \%character;
}

sub _read {
	my ($ppm) = @_;
	my ($width, $height, $pixels) =
		$ppm =~ /\AP6\s+(\d+)\s+(\d+)\s+255\s(.*)\z/s or
		die "the picture is no PPM file\n";
	my $across = int $width / COLUMNS / WIDTH;
	my $down = int $height / ROWS / HEIGHT;
	my $scale = $across < $down ? $across : $down;
	my $screen = { width => $width, height => $height, scale => $scale,
		picture => $pixels, ppm => $ppm, font => _font(),
		left => int(($width - COLUMNS * WIDTH * $scale) / 2),
		top => int(($height - ROWS * HEIGHT * $scale) / 2) };
	my @at = map { $_ * HEIGHT * $scale + $screen->{top} } 0 .. ROWS - 1;
	$screen->{rows} = [map { _row($screen, $_) =~ s/ +\z//r } @at];
	$screen->{paper} = [map { _pixel($screen, $screen->{left}, $_) } @at];
	$screen->{verdict} = _verdict($screen, $at[VERDICT_ROW]);
	return $screen;
}

# Returns the colors of a row's cells from $column on, each of its first pixel.
sub papers {
	my ($screen, $row, $column) = @_;
	my $scale = $screen->{scale};
	return map { _pixel($screen, $screen->{left} + $_ * WIDTH * $scale,
		$screen->{top} + $row * HEIGHT * $scale) }
		$column .. COLUMNS - 1;
}

# Returns a pixel's color, "rrggbb".
sub _pixel {
	my ($screen, $x, $y) = @_;
	return unpack 'H6',
		substr $screen->{picture}, 3 * ($y * $screen->{width} + $x), 3;
}

sub _row {
	my ($screen, $y) = @_;
	my $scale = $screen->{scale};
	return join '', map {
		_character($screen, $screen->{left} + $_ * WIDTH * $scale, $y,
			$scale)
	} 0 .. COLUMNS - 1;
}

# The large text: four characters in the middle.
sub _verdict {
	my ($screen, $y) = @_;
	my $width = WIDTH * BIG * $screen->{scale};
	my $x = $screen->{left} + COLUMNS * WIDTH * $screen->{scale} / 2 -
		2 * $width;
	return join '', map {
		_character($screen, $x + $_ * $width, $y,
			BIG * $screen->{scale})
	} 0 .. 3;
}

# Returns the character that is drawn at these pixels. Every dot must be $scale
# by $scale pixels of one of two colors; the upper left one has the paper's.
sub _character {
	my ($screen, $x, $y, $scale) = @_;
	my $paper = _pixel($screen, $x, $y);
	my (%ink, $dots);
	for my $line (0 .. HEIGHT * $scale - 1) {
		my $at = 3 * (($y + $line) * $screen->{width} + $x);
		my @colors = unpack '(a3)*',
			substr $screen->{picture}, $at, 3 * WIDTH * $scale;
		my $bits = join '', map {
			unpack('H6', $_) eq $paper ? 0 : ($ink{$_} = 1)
		} @colors;
		my $dot = $bits =~
			s/(.)(\1*)/$1 x (length("$1$2") \/ $scale)/ger;
		return NO_CHARACTER if length $dot != WIDTH;
		$dots .= $dot if $line % $scale == 0;
		return NO_CHARACTER if substr($dots, -(WIDTH)) ne $dot;
	}
	return keys %ink > 1 ? NO_CHARACTER :
		$screen->{font}{$dots} // NO_CHARACTER;
}

1;
