#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Boots the image of "make usb" from a stick on xHCI; then with other options
# in its gatehouse.cfg.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $image = build('gatehouse.img');
my @stick = (args => ['-device', 'qemu-xhci',
	'-device', 'usb-storage,drive=disk,bootindex=0']);

sub with_options {
	my ($options) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $config = spew("$dir/gatehouse.cfg", "$options\n");
	my $copy = spew("$dir/stick.img", slurp($image));
	system('mcopy', '-o', '-i', "$copy\@\@1M", $config,
		'::gatehouse/gatehouse.cfg') == 0 or die "mcopy: $?\n";
	return $copy;
}

passes 'a USB stick', @stick, drive => $image;
my $log = passes 'with init=hostile:frames', @stick,
	drive => with_options('init=hostile:frames');
like join("\n", map { $_->{name} } @{ $log->{results} }),
	qr/^hostile:frames$/m, 'that program ran';
done_testing;
