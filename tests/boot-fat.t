#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Boots from a FAT volume, as from removable media: options and programs come
# from \gatehouse on it. The text has what editors leave: a BOM, CR LF,
# comments.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

my $hello = slurp(build('stripped/hello'));
my $image = esp_image(
	'gatehouse.cfg' => "\xef\xbb\xbf# a comment\r\n" .
		"init=other,hello:x:y\r\n",
	'initramfs.cpio' => cpio(['other', $hello], ['./hello', $hello]));
my $log = passes 'a FAT volume on AHCI', drive => $image,
	args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
my @programs = grep { /^(other|hello)/ } map { $_->{name} }
	@{ $log->{results} };
is_deeply \@programs, ['other', 'hello:x:y'],
	'its programs ran, by its options';
done_testing;
