#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Compressed archives: one on the boot volume works as a plain one does. A
# broken one gets a clear line in the log, and the programs inside Gatehouse's
# image run, those of its own compressed archive included.
use strict;
use warnings;
use Compress::Zlib 'memGzip';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

my $hello = slurp(build('stripped/hello'));
my $good = memGzip(cpio(['other', $hello], ['hello', 'no ELF file'])) or die;

sub with {
	my ($archive, $init) = @_;
	return (drive => esp_image('gatehouse.cfg' => "init=$init\n",
			'initramfs.cpio' => $archive),
		args => ['-device', 'ide-hd,drive=disk,bootindex=0']);
}

my $log = fails 'a good one, and what is in no archive', {
	hello => qr/^cannot run: /,
	nothing => qr/^no such program in the initramfs/,
}, with($good, 'other,hello,nothing,walk:quiet');
like $log->{text}, qr/^# initramfs: boot volume's, \d+ bytes, files: 2$/m,
	'it is looked through';
is scalar(() = $log->{text} =~ /^# initramfs: embedded, extra, /mg), 1,
	'and so is, once, the one that waits until it is needed';

my %bad = (
	'cut short' => [substr($good, 0, length($good) - 100),
		qr/gzip: it ends early, at byte @{[length($good) - 100]};/],
	'a byte changed' => [substr($good, 0, 1000) .
		(substr($good, 1000, 1) ^ "\x10") . substr($good, 1001),
		qr/gzip: .*, at byte \d+;/],
	'a CRC-32 changed' => [substr($good, 0, -8) .
		(substr($good, -8) ^ "\1"),
		qr/gzip: its CRC-32 is wrong, at byte @{[length($good) - 8]};/],
	'a length of 4 GiB' => [substr($good, 0, -4) . "\xff" x 4,
		qr/gzip: it is shorter than it says, at byte \d+;/],
	'more than there is room for' =>
		[memGzip("070701" . "\0" x (65 << 20)),
		qr/gzip: it inflates to more than 64 MiB, at byte \d+;/],
);
for my $what (sort keys %bad) {
	my ($archive, $message) = @{ $bad{$what} };
	$log = passes $what, with($archive, 'hello');
	like $log->{text},
		qr/^# initramfs: boot volume's: $message.* it is not used$/m,
		"$what: is told";
}
done_testing;
