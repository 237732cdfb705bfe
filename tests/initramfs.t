#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Initramfs files of the boot volume, as Linux takes them: several archives with
# zeros around them, each compressed or not; files of several names; symbolic
# links; names from the root. What is compressed otherwise is named.
use strict;
use warnings;
use Compress::Zlib 'memGzip';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

use constant { LINK => 0120777, DIRECTORY => 040755 };

my $hello = slurp(build('stripped/hello'));

sub padded {
	my ($bytes) = @_;
	return $bytes . "\0" x (-length($bytes) % 4);
}

sub machine {
	my ($archive, $init) = @_;
	return (drive => esp_image('gatehouse.cfg' => "init=$init\n",
			'initramfs.cpio' => $archive),
		args => ['-device', 'ide-hd,drive=disk,bootindex=0']);
}

# All programs of init= are the archive's, and run.
sub runs {
	my ($what, $archive, $init, $line) = @_;
	my $log = passes $what, machine($archive, $init);
	my @names = map { $_->{name} } grep { $_->{name} !~ /: / }
		@{ $log->{results} };
	is "@names", $init =~ tr/,/ /r, "$what: each ran";
	like $log->{text}, qr/^# initramfs: boot volume's, $line$/m,
		"$what: is told";
	return $log;
}

my $plain = cpio(['one', $hello]);
my $squeezed = memGzip(cpio(['two', $hello])) or die;
runs('two as they are', $plain . "\0" x 1024 . cpio(['two', $hello]),
	'one,two', qr/\d+ bytes, archives: 2, files: 2/);
runs('compressed or not, with zeros around', join('', "\0" x 8, $plain,
		"\0" x 5, $squeezed, memGzip(cpio(['three', $hello])),
		padded("\0" x 301)),
	'one,two,three', qr/\d+ bytes, archives: 3, files: 3/);
my $first = padded($squeezed);
my $log = runs('one as it is after one compressed, and rubbish',
	$first . $plain . "\0" x 12 . 'rubbish',
	'two,one', qr/\d+ bytes, archives: 2, files: 2/);
my $at = length($first) + length($plain) + 12;
my $refused = "^# initramfs: boot volume's: ";
like $log->{text}, qr/${refused}archive 3: bad magic, .*, at byte $at; what /m,
	'the rubbish is told, with its place';

# GNU cpio has the data of a file with the last of its names.
runs('links, and names from the root', cpio(
		['.', '', mode => DIRECTORY],
		['./bin', '', mode => DIRECTORY],
		['./bin/hard', '', ino => 7, nlink => 2],
		['./bin/hello', $hello, ino => 7, nlink => 2],
		['./bin/soft', 'hello', mode => LINK],
		['./sbin', '/bin', mode => LINK],
		['init', 'sbin/../sbin/soft', mode => LINK],
		['/root/hello', $hello]),
	'bin/hard,bin/hello,bin/soft,sbin/hello,/sbin/hard,init,root/hello',
	qr/\d+ bytes, files: 8/);

$log = fails 'links to nowhere', {
	lost => qr/^no such program in the initramfs/,
	loop => qr/^no such program in the initramfs/,
	'bin' => qr/^no such program in the initramfs/,
}, machine(cpio(['lost', 'nothing', mode => LINK],
		['loop', './loop', mode => LINK],
		['bin', '', mode => DIRECTORY]), 'lost,loop,bin,walk:quiet');
like $log->{text}, qr/^# initramfs: loop: too many symbolic links/m,
	'a loop is told';
like $log->{text}, qr/^# initramfs: bin: it is not a regular file$/m,
	'so is a directory';

$log = passes 'another compression', machine("\xfd7zXZ\0" . "\0" x 100,
	'hello');
like $log->{text}, qr/${refused}xz: not supported, only gzip is, at byte 0;/m,
	'it is named';
done_testing;
