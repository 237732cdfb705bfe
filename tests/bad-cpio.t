#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A broken initramfs on the boot volume must not stop the boot: it gets one
# clear line in the log, and the programs inside Gatehouse's image run.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

my $hello = slurp(build('stripped/hello'));
my $first = cpio_entry('first', $hello);
my %bad = (
	'a bad magic' => [cpio_entry('hello', $hello, magic => '070703') .
		cpio_trailer(), qr/bad magic.* at byte 0; it is not used/],
	'an old magic' => [cpio_entry('hello', $hello, magic => '070707') .
		cpio_trailer(), qr/bad magic.* cpio -H newc .* at byte 0;/],
	'a wrong checksum' => [cpio_entry('hello', $hello, magic => '070702',
		sum => 1 + unpack '%32C*', $hello) . cpio_trailer(),
		qr/the checksum of a file's data is wrong, at byte 0;/],
	'a name without end' => [cpio_entry('hello', $hello, name_end => 'x') .
		cpio_trailer(), qr/a name does not end .* at byte 0;/],
	'a name past the end' => [cpio_entry('hello', $hello,
		name_size => 0x7fffffff),
		qr/a name reaches past .* at byte 0;/],
	'a size past the end' => [cpio_entry('hello', $hello,
		size => 0xfffffff0) . cpio_trailer(),
		qr/a file reaches past .* at byte 0;/],
	'a header cut short, after a good file' =>
		[$first . substr($first, 0, 100),
		 qr/at byte @{[length $first]}; what stands before it serves/],
	'nothing that is an archive, after a good one' =>
		[cpio(['first', $hello]) . "\0" x 100 . 'rubbish',
		 qr/archive 2: bad magic.* what stands before it serves/],
);

for my $what (sort keys %bad) {
	my ($archive, $message) = @{ $bad{$what} };
	my $init = $archive =~ /^.{110}first/s ? 'first,hello' : 'hello';
	my $log = passes $what, drive => esp_image(
			'gatehouse.cfg' => "init=$init\n",
			'initramfs.cpio' => $archive),
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
	like $log->{text}, qr/^# initramfs: boot volume's: .*$message/m,
		"$what: is told";
}
done_testing;
