#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# An initramfs on the boot volume that is broken: one clear line, and the
# programs that Gatehouse carries run.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

my $hello = slurp(build('initramfs/hello'));
my $start = substr cpio_entry('hello', $hello), 0, 110;
my %bad = (
	'a bad magic' => cpio_entry('hello', $hello, magic => '070707') .
		cpio_trailer(),
	'a name without end' => cpio_entry('hello', $hello, name_end => 'x') .
		cpio_trailer(),
	'a name past the end' => cpio_entry('hello', $hello,
		name_size => 0x7fffffff),
	'a size past the end' => cpio_entry('hello', $hello,
		size => 0xfffffff0) . cpio_trailer(),
	'a header cut short' => $start,
	'no file' => cpio_trailer(),
);

for my $what (sort keys %bad) {
	my $log = passes $what, drive => esp_image(
			'gatehouse.cfg' => "init=hello\n",
			'initramfs.cpio' => $bad{$what}),
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
	next if $what eq 'no file';
	like $log->{text}, qr/^# .*(initramfs|cpio)/m, "$what: is told";
}
done_testing;
